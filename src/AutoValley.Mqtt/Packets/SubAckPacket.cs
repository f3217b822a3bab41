using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// SUBACK and UNSUBACK, which share one layout (MQTT 5.0 sections 3.9 and 3.11):
/// <code>
/// +----------------+------------+-----------------------------------------+
/// | packet id, 2 B | properties | one reason code a filter, in its order  |
/// |                | MQTT 5     | (3.1.1: UNSUBACK has none)              |
/// +----------------+------------+-----------------------------------------+
/// </code>
/// </summary>
/// <param name="Type">Which of them.</param>
/// <param name="PacketId">Of the request that it answers.</param>
/// <param name="Reasons">One a filter.</param>
/// <param name="Text">Why not, in words; null for none. MQTT 5.</param>
internal sealed record SubAckPacket(PacketType Type, ushort PacketId, IReadOnlyList<MqttReasonCode> Reasons, string? Text = null) : IControlPacket
{
    /// <summary>Bytes around the reason codes, at most.</summary>
    public const int HeaderBytes = 1 + 4 + 2 + 1;

    /// <summary>MQTT 3.1.1 has one failure (its section 3.9.3).</summary>
    private const byte FailureV311 = 0x80;

    public static SubAckPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        var (type, id) = (frame.Type, reader.ReadPacketId());
        var properties = version == MqttProtocolVersion.V500 ? Properties.Read(ref reader, PropertyPlaces.Acks) : Properties.None;
        // [MQTT-3.9.3-2] [MQTT-3.11.3-2] One of the packet's own codes.
        var reasons = reader.Take(reader.Remaining, "reason codes").ToArray().Select(code => ReasonTable.Check(type, code)).ToArray();
        return new SubAckPacket(type, id, reasons, properties.Text(PropertyId.ReasonString));
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(16);
        body.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
            (Text is null ? Properties.None : new Properties().Add(PropertyId.ReasonString, Text)).Write(body);
        if (version == MqttProtocolVersion.V500 || Type == PacketType.SubAck)
        {
            foreach (var reason in Reasons)
                body.WriteByte(version == MqttProtocolVersion.V311 && reason.IsFailure() ? FailureV311 : (byte)reason);
        }
        output.WritePacket(Type, 0, body.WrittenSpan);
    }
}
