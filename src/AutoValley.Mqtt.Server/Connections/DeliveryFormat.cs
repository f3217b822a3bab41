using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>Writes publishes for one subscriber's connection.</summary>
internal sealed class DeliveryFormat(MqttProtocolVersion version, uint maximumPacketBytes, TimeProvider clock, MqttServerStatistics statistics)
    : IPublishFormat<Delivery>
{
    public bool Skip(Delivery item)
    {
        // [MQTT-3.3.2-5] Not after its expiry.
        if (item.ExpiresAt is { } end && clock.GetUtcNow() >= end)
        {
            statistics.CountDroppedExpired();
            return true;
        }
        // [MQTT-3.1.2-24] [MQTT-3.1.2-25] Nothing larger than the client takes: as if it had been sent.
        if (maximumPacketBytes < uint.MaxValue && item.Encoded.PacketBytes(Header(item, QualityOfService.ExactlyOnce, 0, false), version) > maximumPacketBytes)
        {
            statistics.CountDroppedTooLarge();
            return true;
        }
        return false;
    }

    public void Write(IBufferWriter<byte> output, in Outgoing<Delivery> outgoing)
    {
        outgoing.Item.Encoded.Write(output, Header(outgoing.Item, outgoing.Qos, outgoing.PacketId, outgoing.Duplicate), version);
        statistics.CountSent();
    }

    private PublishHeader Header(in Delivery item, QualityOfService qos, ushort id, bool duplicate)
    {
        // [MQTT-3.3.2-6] The expiry that is sent is what is left of it.
        var left = item.ExpiresAt is { } end ? end - clock.GetUtcNow() : (TimeSpan?)null;
        return new PublishHeader(qos, id, duplicate, item.Retain, PublishProperties.ExpirySeconds(left), item.SubscriptionIds);
    }
}
