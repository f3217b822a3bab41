using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// PUBACK, PUBREC, PUBREL and PUBCOMP, which share one layout (MQTT 5.0 sections 3.4 to 3.7):
/// <code>
/// +----------------+--------------------------+---------------------------+
/// | packet id, 2 B | reason code, 1 B         | properties                |
/// |                | MQTT 5; absent = Success | MQTT 5; absent below 4 B  |
/// +----------------+--------------------------+---------------------------+
/// </code>
/// </summary>
/// <param name="Type">Which of them.</param>
/// <param name="PacketId">Of the publish that it answers.</param>
/// <param name="Reason">Success, or why not.</param>
/// <param name="Text">The reason in words; null for none. MQTT 5.</param>
internal readonly record struct AckPacket(PacketType Type, ushort PacketId, MqttReasonCode Reason, string? Text = null) : IControlPacket
{
    public static AckPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read(stackalloc byte[3]);
        var id = reader.ReadPacketId();
        var (reason, text) = (MqttReasonCode.Success, (string?)null);
        if (version == MqttProtocolVersion.V500 && reader.Remaining > 0)
        {
            // [MQTT-3.4.2-1] [MQTT-3.5.2-1] [MQTT-3.6.2-1] [MQTT-3.7.2-1] One of the packet's own codes.
            reason = ReasonTable.Check(frame.Type, reader.ReadByte("reason code"));
            if (reader.Remaining > 0)
                text = Properties.Read(ref reader, PropertyPlaces.Acks).Text(PropertyId.ReasonString);
        }
        reader.End();
        return new AckPacket(frame.Type, id, reason, text);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        if (Text is not null && version == MqttProtocolVersion.V500)
        {
            WriteWithText(output);
            return;
        }
        // Success goes without the reason code (section 3.4.2.1), and 3.1.1 has none.
        var withReason = version == MqttProtocolVersion.V500 && Reason != MqttReasonCode.Success;
        var span = output.GetSpan(5);
        span[0] = (byte)((byte)Type << 4 | (Type == PacketType.PubRel ? 0b0010 : 0));
        span[1] = withReason ? (byte)3 : (byte)2;
        (span[2], span[3], span[4]) = ((byte)(PacketId >> 8), (byte)PacketId, (byte)Reason);
        output.Advance(withReason ? 5 : 4);
    }

    private void WriteWithText(IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(64);
        body.WriteUInt16(PacketId);
        body.WriteByte((byte)Reason);
        new Properties().Add(PropertyId.ReasonString, Text).Write(body);
        output.WritePacket(Type, (byte)(Type == PacketType.PubRel ? 0b0010 : 0), body.WrittenSpan);
    }
}
