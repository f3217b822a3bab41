using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>One line of SUBSCRIBE: filter and options.</summary>
internal sealed record SubscriptionRequest(
    string Filter, QualityOfService Qos, bool NoLocal = false, bool RetainAsPublished = false, RetainHandling RetainHandling = RetainHandling.Always);

/// <summary>
/// SUBSCRIBE (MQTT 5.0 section 3.8):
/// <code>
/// +----------------+------------+----------------------------+---
/// | packet id, 2 B | properties | filter, options | repeated | …
/// |                | MQTT 5     | string  1 B     |          |
/// +----------------+------------+----------------------------+---
/// options: C0 reserved | 30 retain handling | 08 retain as published | 04 no local | 03 QoS   (3.1.1: QoS alone)
/// </code>
/// </summary>
/// <param name="PacketId">Answered by SUBACK.</param>
/// <param name="SubscriptionId">Comes back with every publish; 0 is none.</param>
/// <param name="Requests">At least one.</param>
internal sealed record SubscribePacket(ushort PacketId, uint SubscriptionId, IReadOnlyList<SubscriptionRequest> Requests) : IControlPacket
{
    public static SubscribePacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        var reader = frame.Read();
        var id = reader.ReadPacketId();
        var properties = version == MqttProtocolVersion.V500 ? Properties.Read(ref reader, PropertyPlaces.Subscribe) : Properties.None;
        var requests = new List<SubscriptionRequest>();
        // [MQTT-3.8.3-2] At least one filter.
        do
            requests.Add(ReadRequest(ref reader, version));
        while (reader.Remaining > 0);
        return new SubscribePacket(id, properties.Number(PropertyId.SubscriptionId) ?? 0, requests);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version)
    {
        var body = new ArrayBufferWriter<byte>(128);
        body.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
            new Properties().Add(PropertyId.SubscriptionId, SubscriptionId == 0 ? null : SubscriptionId).Write(body);
        foreach (var request in Requests)
        {
            body.WriteText(request.Filter);
            body.WriteByte(version == MqttProtocolVersion.V500 ? Options(request) : (byte)request.Qos);
        }
        output.WritePacket(PacketType.Subscribe, 0b0010, body.WrittenSpan);
    }

    private static SubscriptionRequest ReadRequest(ref PacketReader reader, MqttProtocolVersion version)
    {
        var filter = reader.ReadText("topic filter");
        var options = reader.ReadByte("subscription options");
        // [MQTT-3.8.3-5] Reserved bits are 0, which in 3.1.1 are all but QoS; QoS and retain handling are never 3.
        var reserved = version == MqttProtocolVersion.V500 ? 0xC0 : 0xFC;
        if ((options & reserved) != 0 || (options & 3) == 3)
            throw MqttException.Malformed($"Subscribe packet: options 0x{options:X2} of {filter}");
        if ((options >> 4 & 3) == 3)
            throw MqttException.Protocol($"Subscribe packet: retain handling 3 of {filter}");
        return new SubscriptionRequest(filter, (QualityOfService)(options & 3), (options & 4) != 0, (options & 8) != 0, (RetainHandling)(options >> 4 & 3));
    }

    private static byte Options(SubscriptionRequest request) => (byte)((int)request.Qos | (request.NoLocal ? 4 : 0)
        | (request.RetainAsPublished ? 8 : 0) | (int)request.RetainHandling << 4);
}
