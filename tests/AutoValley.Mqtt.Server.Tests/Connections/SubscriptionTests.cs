using System.Text;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

public sealed class SubscriptionTests
{
    private readonly RecordingHandler handler = new();

    [Fact]
    [Conformance("MQTT-3.8.4-1", "MQTT-3.8.4-2", "MQTT-3.8.4-5", "MQTT-3.8.4-6", "MQTT-3.8.4-7", "MQTT-3.9.3-1", "MQTT-3.11.3-1")]
    public async Task Subscribe_EachFilter_GetsItsOwnReason()
    {
        handler.Subscribable = filter => filter != "secret";
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumSubscriptions = 2 });
        var peer = await endpoint.ConnectAsync("c");
        string[] filters = ["a", "a/#/b", "$share//a", "secret", new('x', 600), "b/+", "c", "a"];
        await peer.SendAsync(new SubscribePacket(5, 0, [.. filters.Select(filter => new SubscriptionRequest(filter, QualityOfService.ExactlyOnce))]));
        var answer = await peer.ReceiveAsync<SubAckPacket>();
        Assert.Equal(
            [
                MqttReasonCode.GrantedQos2, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.NotAuthorized,
                MqttReasonCode.TopicFilterInvalid, MqttReasonCode.GrantedQos2, MqttReasonCode.QuotaExceeded, MqttReasonCode.GrantedQos2,
            ],
            answer.Reasons);
        await peer.SendAsync(new UnsubscribePacket(6, ["a", "nothing"]));
        var end = await peer.ReceiveAsync<SubAckPacket>();
        Assert.Equal((PacketType.UnsubAck, 6), (end.Type, end.PacketId));
        Assert.Equal([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted], end.Reasons);
    }

    [Fact]
    [Conformance("MQTT-3.3.4-2", "MQTT-3.3.4-3", "MQTT-3.3.4-4")]
    public async Task Publish_OverlappingSubscriptions_ArrivesOnceWithHighestQosAndAllIds()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("a/#", QualityOfService.AtMostOnce), 3);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("a/b", QualityOfService.AtLeastOnce), 4);
        await endpoint.Server.PublishAsync(Publish("a/b", "x"), default);
        var received = (await peer.ReceiveAsync<PublishPacket>()).Publish;
        Assert.Equal(QualityOfService.AtLeastOnce, received.Qos);
        Assert.Equal([3u, 4u], received.SubscriptionIds.Order());
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.10.4-2")]
    public async Task Publish_AfterUnsubscribe_DoesNotArrive()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.SubscribeAsync("c", "a", QualityOfService.AtMostOnce);
        await endpoint.Server.PublishAsync(Publish("a", "1"), default);
        await peer.ReceiveAsync<PublishPacket>();
        await peer.SendAsync(new UnsubscribePacket(2, ["a"]));
        await peer.ReceiveAsync<SubAckPacket>();
        await endpoint.Server.PublishAsync(Publish("a", "2"), default);
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.8.3-3")]
    public async Task NoLocal_OwnPublish_DoesNotComeBack()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("a", QualityOfService.AtMostOnce, NoLocal: true));
        await peer.SendAsync(Publish("a", "own") with { Qos = QualityOfService.AtMostOnce });
        await endpoint.Server.PublishAsync(Publish("a", "other"), default);
        Assert.Equal("other", Text((await peer.ReceiveAsync<PublishPacket>()).Publish));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task Retained_NewSubscription_GetsLastValueMarked()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var publisher = await endpoint.ConnectAsync("p");
        await publisher.SendAsync(Publish("s/1", "old") with { Retain = true }, 1);
        await publisher.SendAsync(Publish("s/1", "new") with { Retain = true }, 2);
        await publisher.SendAsync(Publish("s/2", "gone") with { Retain = true }, 3);
        await publisher.SendAsync(Publish("s/2", "") with { Retain = true }, 4);
        for (ushort id = 1; id <= 4; id++)
            await publisher.ExpectAsync(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
        Assert.Equal(1, endpoint.Server.RetainedCount);

        foreach (var filter in new[] { "s/+", "s/1" })
        {
            var peer = await endpoint.SubscribeAsync(filter, filter, QualityOfService.AtLeastOnce);
            var received = (await peer.ReceiveAsync<PublishPacket>()).Publish;
            Assert.Equal(("s/1", "new", true), (received.Topic, Text(received), received.Retain));
            await publisher.SendAsync(Publish("s/1", "new") with { Retain = true }, 5);
            Assert.False((await peer.ReceiveAsync<PublishPacket>()).Publish.Retain);
        }
    }

    [Fact]
    [Conformance("MQTT-3.3.1-9", "MQTT-3.3.1-10", "MQTT-3.3.1-11")]
    public async Task RetainHandling_EachKind_IsKept()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        await endpoint.Server.PublishAsync(Publish("r", "x") with { Retain = true }, default);
        var peer = await endpoint.ConnectAsync("c");
        async Task<int> CountAsync(RetainHandling handling)
        {
            await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("r", QualityOfService.AtMostOnce, RetainAsPublished: true, RetainHandling: handling));
            return (await peer.ReceiveUntilPongAsync()).Count;
        }

        Assert.Equal(0, await CountAsync(RetainHandling.Never));
        Assert.Equal(0, await CountAsync(RetainHandling.IfNew));
        Assert.Equal(1, await CountAsync(RetainHandling.Always));
        await endpoint.Server.PublishAsync(Publish("r", "y") with { Retain = true }, default);
        Assert.True((await peer.ReceiveAsync<PublishPacket>()).Publish.Retain);
    }

    [Fact]
    public async Task Retained_BeyondBytes_IsRefusedUntilOthersGo()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumRetainedBytes = 1_000 });
        var peer = await endpoint.ConnectAsync("c");
        foreach (var (topic, bytes, reason) in new[]
        {
            ("a", 600, MqttReasonCode.Success), ("b", 600, MqttReasonCode.QuotaExceeded), ("a", 0, MqttReasonCode.Success), ("b", 600, MqttReasonCode.Success),
            ("b", 0, MqttReasonCode.Success), ("b", 600, MqttReasonCode.Success),
        })
        {
            await peer.SendAsync(new MqttPublish { Topic = topic, Payload = new byte[bytes], Retain = true, Qos = QualityOfService.AtLeastOnce }, 1);
            await peer.ExpectAsync(new AckPacket(PacketType.PubAck, 1, reason));
        }
        Assert.Equal(1, endpoint.Server.RetainedCount);
    }

    [Fact]
    public async Task Retained_BeyondLimit_IsRefused()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumRetained = 1 });
        var peer = await endpoint.ConnectAsync("p");
        MqttReasonCode[] expected = [MqttReasonCode.Success, MqttReasonCode.QuotaExceeded, MqttReasonCode.Success];
        for (ushort id = 1; id <= 3; id++)
        {
            await peer.SendAsync(Publish($"r/{id % 2}", "x") with { Retain = true }, id);
            await peer.ExpectAsync(new AckPacket(PacketType.PubAck, id, expected[id - 1]));
        }
    }

    [Fact]
    [Conformance("MQTT-3.3.2-5", "MQTT-3.3.2-6")]
    public async Task MessageExpiry_Waiting_ShrinksAndEnds()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        await endpoint.Server.PublishAsync(Publish("r/short", "x") with { Retain = true, MessageExpiry = TimeSpan.FromSeconds(5) }, default);
        await endpoint.Server.PublishAsync(Publish("r/long", "x") with { Retain = true, MessageExpiry = TimeSpan.FromSeconds(50) }, default);
        endpoint.Time.Advance(TimeSpan.FromSeconds(20));
        var peer = await endpoint.SubscribeAsync("c", "r/#", QualityOfService.AtMostOnce);
        var received = (await peer.ReceiveAsync<PublishPacket>()).Publish;
        Assert.Equal(("r/long", TimeSpan.FromSeconds(30)), (received.Topic, received.MessageExpiry));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task SlowSubscriber_NotReading_DelaysNobodyAndCountsItsDrops()
    {
        const int Count = 2_000;
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumQueuedBytes = 100_000 });
        var frozen = await endpoint.ConnectAsync(new ConnectPacket { ClientId = "frozen", CleanStart = true }, bufferBytes: 4096);
        await MemoryEndpoint.SubscribeAsync(frozen, new SubscriptionRequest("t", QualityOfService.AtMostOnce));
        var reader = await endpoint.SubscribeAsync("reader", "t", QualityOfService.AtMostOnce);
        var publisher = await endpoint.ConnectAsync("p");
        for (var i = 0; i < Count; i++)
        {
            await publisher.SendAsync(Publish("t", $"{i}") with { Payload = new byte[1000] }, (ushort)(i + 1));
            await publisher.ExpectAsync(new AckPacket(PacketType.PubAck, (ushort)(i + 1), MqttReasonCode.Success));
            await reader.ReceiveAsync<PublishPacket>();
        }
        Assert.InRange(endpoint.Server.Statistics.DroppedQueueFull, Count / 2, Count);
        // What was not dropped is still there.
        for (var left = Count - endpoint.Server.Statistics.DroppedQueueFull; left > 0; left--)
            await frozen.ReceiveAsync<PublishPacket>();
        Assert.Empty(await frozen.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.3.4-9", "MQTT-3.3.4-10", "MQTT-4.9.0-2", "MQTT-4.9.0-3")]
    public async Task ReceiveMaximum_OfSubscriber_IsKept()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(new ConnectPacket { ClientId = "c", CleanStart = true, Properties = new Properties().Add(PropertyId.ReceiveMaximum, 2u) });
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        for (var i = 0; i < 3; i++)
            await endpoint.Server.PublishAsync(Publish("t", $"{i}"), default);
        Assert.Equal(2, (await peer.ReceiveUntilPongAsync()).Count);
        await peer.SendAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success));
        Assert.Equal("2", Text((await peer.ReceiveAsync<PublishPacket>()).Publish));
    }

    [Fact]
    [Conformance("MQTT-3.1.2-24", "MQTT-3.1.2-25")]
    public async Task MaximumPacketSize_OfSubscriber_IsKept()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(new ConnectPacket { ClientId = "c", CleanStart = true, Properties = new Properties().Add(PropertyId.MaximumPacketSize, 100u) });
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        await endpoint.Server.PublishAsync(Publish("t", new string('x', 100)), default);
        await endpoint.Server.PublishAsync(Publish("t", "small"), default);
        Assert.Equal("small", Text((await peer.ReceiveAsync<PublishPacket>()).Publish));
        Assert.Equal(1, endpoint.Server.Statistics.DroppedTooLarge);
    }

    private static MqttPublish Publish(string topic, string text) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = QualityOfService.AtLeastOnce };

    private static string Text(MqttPublish publish) => Encoding.UTF8.GetString(publish.Payload.Span);
}
