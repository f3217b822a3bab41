using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// DISCONNECT (MQTT 5.0 section 3.14); MQTT 3.1.1 has it from the client alone, and empty:
/// <code>
/// +--------------------------+-------------------------+
/// | reason code, 1 B         | properties              |
/// | absent = normal          | absent below 2 B        |
/// +--------------------------+-------------------------+
/// </code>
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="SessionExpirySeconds">A new session expiry, from the client.</param>
/// <param name="Text">Why, for people; at most <see cref="ReasonTexts.MaximumLength"/> characters of it are sent.</param>
internal sealed record DisconnectPacket(MqttReasonCode Reason, uint? SessionExpirySeconds = null, string? Text = null) : IControlPacket
{
    public static DisconnectPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        if (version == MqttProtocolVersion.V311 || reader.Remaining == 0)
        {
            reader.End();
            return new DisconnectPacket(MqttReasonCode.Success);
        }
        // [MQTT-3.14.2-1] One of its own codes.
        var reason = ReasonTable.Check(PacketType.Disconnect, reader.ReadByte("reason code"));
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyPlaces.Disconnect) : Properties.None;
        reader.End();
        return new DisconnectPacket(reason, properties.Number(PropertyId.SessionExpiry), properties.Text(PropertyId.ReasonString));
    }

    /// <summary>Without what a receiver of few bytes can do without [MQTT-3.14.2-3].</summary>
    public DisconnectPacket Fit(uint maximumBytes) => maximumBytes < ReasonTexts.MaximumLength * 4 + 16 ? this with { Text = null } : this;

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(64);
        if (version == MqttProtocolVersion.V500)
        {
            body.WriteByte((byte)Reason);
            new Properties()
                .Add(PropertyId.SessionExpiry, SessionExpirySeconds)
                .Add(PropertyId.ReasonString, Text is null ? null : ReasonTexts.Cut(Text))
                .Write(body);
        }
        output.WritePacket(PacketType.Disconnect, 0, body.WrittenSpan);
    }
}
