using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>Writes publishes for one subscriber's connection.</summary>
internal sealed class DeliveryFormat(ConnectPacket connect, MqttServer server) : IPublishFormat<Delivery>
{
    private readonly MqttProtocolVersion version = connect.Version;
    private readonly uint maximumPacketBytes = connect.MaximumPacketBytes;
    private readonly TimeProvider clock = server.Clock;
    private readonly MqttServerStatistics statistics = server.Statistics;

    // [MQTT-3.1.2-26] [MQTT-3.1.2-27] No more aliases than the client takes, none by default.
    private readonly TopicAliases aliases = new(
        Math.Min((int)(connect.Properties.Number(PropertyId.TopicAliasMaximum) ?? 0), server.Options.OutgoingTopicAliasMaximum));

    // Nothing that a restart could forget, so that a QoS 2 publish cannot come twice under two identifiers.
    public bool Hold(Delivery item) => item.Ticket != 0 && !server.Store!.IsDurable(item.Ticket);

    public bool Skip(Delivery item, bool isAgain)
    {
        // [MQTT-3.3.2-5] Not after its expiry.
        if (!isAgain && item.ExpiresAt is { } end && clock.GetUtcNow() >= end)
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

    // An acknowledgement may come, and end the window's hold, before the writer is done.
    public void Take(in Outgoing<Delivery> outgoing)
    {
        if (outgoing.Qos != QualityOfService.AtMostOnce)
            outgoing.Item.Encoded.Hold();
    }

    public void Lose(in Outgoing<Delivery> outgoing) => outgoing.Item.Release();

    public void Write(IBufferWriter<byte> output, in Outgoing<Delivery> outgoing)
    {
        var encoded = outgoing.Item.Encoded;
        var header = Header(outgoing.Item, outgoing.Qos, outgoing.PacketId, outgoing.Duplicate);
        var hasRoom = maximumPacketBytes == uint.MaxValue || encoded.PacketBytes(header with { Alias = new(1, false) }, version) <= maximumPacketBytes;
        encoded.Write(output, header with { Alias = aliases.Of(encoded.Publish.Topic, hasRoom) }, version);
        encoded.Release();
        statistics.CountSent();
    }

    private PublishHeader Header(in Delivery item, QualityOfService qos, ushort id, bool duplicate)
    {
        // [MQTT-3.3.2-6] The expiry that is sent is what is left of it.
        var left = item.ExpiresAt is { } end ? end - clock.GetUtcNow() : (TimeSpan?)null;
        return new PublishHeader(qos, id, duplicate, item.Retain, PublishProperties.ExpirySeconds(left), item.SubscriptionIds);
    }
}
