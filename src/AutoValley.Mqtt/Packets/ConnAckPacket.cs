using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// CONNACK (MQTT 5.0 section 3.2):
/// <code>
/// +-----------------------+-------------+------------+
/// | 01 session is present | reason code | properties |
/// | 1 B, others reserved  | 1 B         | MQTT 5     |
/// +-----------------------+-------------+------------+
/// </code>
/// </summary>
internal sealed record ConnAckPacket(bool SessionPresent, MqttReasonCode Reason, Properties Properties) : IControlPacket
{
    public static ConnAckPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        var flags = reader.ReadByte("acknowledge flags");
        // [MQTT-3.2.2-1] Bits 7 to 1 are 0.
        if (flags > 1)
            throw MqttException.Malformed($"ConnAck packet: acknowledge flags 0x{flags:X2}");
        var code = reader.ReadByte("reason code");
        var properties = version == MqttProtocolVersion.V500 ? Properties.Read(ref reader, PropertyPlaces.ConnAck) : Properties.None;
        reader.End();
        var reason = version == MqttProtocolVersion.V500 ? ReasonTable.Check(PacketType.ConnAck, code) : FromReturnCode(code);
        // [MQTT-3.2.2-6] A refusal has no session.
        if (flags == 1 && reason != MqttReasonCode.Success)
            throw MqttException.Protocol("ConnAck packet: a session is present, and the connection is refused");
        return new ConnAckPacket(flags == 1, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(64);
        body.WriteByte(SessionPresent ? (byte)1 : (byte)0);
        body.WriteByte(version == MqttProtocolVersion.V500 ? (byte)Reason : ToReturnCode(Reason));
        if (version == MqttProtocolVersion.V500)
            Properties.Write(body);
        output.WritePacket(PacketType.ConnAck, 0, body.WrittenSpan);
    }

    // MQTT 3.1.1 table 3.1 has five ways to refuse.
    private static byte ToReturnCode(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized or MqttReasonCode.Banned => 5,
        _ => 3,
    };

    private static MqttReasonCode FromReturnCode(byte code) => code switch
    {
        0 => MqttReasonCode.Success,
        1 => MqttReasonCode.UnsupportedProtocolVersion,
        2 => MqttReasonCode.ClientIdentifierNotValid,
        3 => MqttReasonCode.ServerUnavailable,
        4 => MqttReasonCode.BadUserNameOrPassword,
        5 => MqttReasonCode.NotAuthorized,
        _ => throw MqttException.Malformed($"ConnAck packet: return code {code}"),
    };
}
