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
internal readonly record struct AckPacket(PacketType Type, ushort PacketId, MqttReasonCode Reason) : IControlPacket
{
    public static AckPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        var id = reader.ReadPacketId();
        var reason = MqttReasonCode.Success;
        if (version == MqttProtocolVersion.V500 && reader.Remaining > 0)
        {
            // [MQTT-3.4.2-1] [MQTT-3.5.2-1] [MQTT-3.6.2-1] [MQTT-3.7.2-1] One of the packet's own codes.
            reason = ReasonTable.Check(frame.Type, reader.ReadByte("reason code"));
            if (reader.Remaining > 0)
                Properties.Read(ref reader, PropertyPlaces.Acks);
        }
        reader.End();
        return new AckPacket(frame.Type, id, reason);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        // Success goes without the reason code (section 3.4.2.1), and 3.1.1 has none.
        var withReason = version == MqttProtocolVersion.V500 && Reason != MqttReasonCode.Success;
        var span = output.GetSpan(5);
        span[0] = (byte)((byte)Type << 4 | (Type == PacketType.PubRel ? 0b0010 : 0));
        span[1] = withReason ? (byte)3 : (byte)2;
        (span[2], span[3], span[4]) = ((byte)(PacketId >> 8), (byte)PacketId, (byte)Reason);
        output.Advance(withReason ? 5 : 4);
    }
}
