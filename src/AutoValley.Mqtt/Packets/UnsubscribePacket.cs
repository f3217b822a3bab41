using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// UNSUBSCRIBE (MQTT 5.0 section 3.10):
/// <code>
/// +----------------+------------+-------------------+---
/// | packet id, 2 B | properties | filter, repeated  | …
/// |                | MQTT 5     | string            |
/// +----------------+------------+-------------------+---
/// </code>
/// </summary>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters) : IControlPacket
{
    private const PropertyPlaces Place = (PropertyPlaces)(1 << (int)PacketType.Unsubscribe);

    public static UnsubscribePacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        var id = reader.ReadPacketId();
        if (version == MqttProtocolVersion.V500)
            Properties.Read(ref reader, Place);
        var filters = new List<string>();
        // [MQTT-3.10.3-2] At least one filter.
        do
            filters.Add(reader.ReadText("topic filter"));
        while (reader.Remaining > 0);
        return new UnsubscribePacket(id, filters);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(128);
        body.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
            Properties.None.Write(body);
        foreach (var filter in Filters)
            body.WriteText(filter);
        output.WritePacket(PacketType.Unsubscribe, 0b0010, body.WrittenSpan);
    }
}
