using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// AUTH (MQTT 5.0 section 3.15), both ways; MQTT 3.1.1 has none:
/// <code>
/// +--------------------------+------------------+
/// | reason code, 1 B         | properties       |
/// | absent = Success         | absent below 2 B |
/// +--------------------------+------------------+
/// </code>
/// </summary>
/// <param name="Reason">Success, ContinueAuthentication or ReAuthenticate.</param>
/// <param name="Method">Name of the method; every AUTH has one.</param>
/// <param name="Data">The method's own bytes.</param>
internal sealed record AuthPacket(MqttReasonCode Reason, string? Method, ReadOnlyMemory<byte>? Data = null) : IControlPacket
{
    public static AuthPacket Read(in PacketFrame frame)
    {
        var reader = frame.Read();
        if (reader.Remaining == 0)
            return new AuthPacket(MqttReasonCode.Success, null);
        // [MQTT-3.15.2-1] One of its own codes.
        var reason = ReasonTable.Check(PacketType.Auth, reader.ReadByte("reason code"));
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyPlaces.Auth) : Properties.None;
        reader.End();
        var data = properties.Bytes(PropertyId.AuthenticationData);
        return new AuthPacket(reason, properties.Text(PropertyId.AuthenticationMethod), data is null ? (ReadOnlyMemory<byte>?)null : data);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(64);
        body.WriteByte((byte)Reason);
        new Properties().Add(PropertyId.AuthenticationMethod, Method).Add(PropertyId.AuthenticationData, Data).Write(body);
        output.WritePacket(PacketType.Auth, 0, body.WrittenSpan);
    }
}
