using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>The memory of a publish: its handler's until the answer, its subscribers' until each has it, then the next publish's; on every path, once.</summary>
public sealed class LentPublishTests
{
    private readonly RecordingHandler handler = new();
    private readonly List<MqttPublish> given = [];

    [Theory]
    [InlineData(false, "a publish that was not kept")]
    [InlineData(true, "t")]
    public async Task Publish_AfterItsAnswer_IsWhatWasKept(bool keep, string topic)
    {
        handler.Answers["t"] = publish =>
        {
            given.Add(keep ? publish.Keep() : publish);
            return new(MqttReasonCode.Success);
        };
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", "hello"), 1);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1));
        await NothingIsLentAsync(endpoint);
        Assert.Equal(topic, given[0].Topic);
    }

    [Fact]
    public async Task Publish_WhileItsAnswerIsDue_StaysAsItWas()
    {
        var commit = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answers["slow"] = publish =>
        {
            given.Add(publish);
            return new(commit.Task);
        };
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("slow", "mine"), 1);
        for (ushort id = 2; id < 50; id++)
            await peer.SendAsync(Publish("fast", "others"), id);
        await peer.ReceiveUntilPongAsync();
        Assert.Equal(("slow", "mine"), (given[0].Topic, System.Text.Encoding.UTF8.GetString(given[0].Payload.Span)));
        // Gone, and the application still has it.
        peer.Break();
        Assert.Equal("slow", given[0].Topic);
        commit.SetResult(MqttReasonCode.Success);
        await NothingIsLentAsync(endpoint);
    }

    [Fact]
    public async Task Publish_HandedToTheServerByItsHandler_IsCopied()
    {
        MemoryEndpoint? own = null;
        handler.Answers["t"] = async publish =>
        {
            await own!.Server.PublishAsync(publish with { Topic = "u" }, CancellationToken.None);
            return MqttReasonCode.Success;
        };
        await using var endpoint = own = new MemoryEndpoint(handler);
        var watcher = await endpoint.ConnectAsync(Connect("w", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("u", QualityOfService.AtLeastOnce));
        watcher.Break();
        await endpoint.ReleasedAsync();
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", "hello"), 1);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1));
        await NothingIsLentAsync(endpoint);
        var again = await endpoint.ConnectAsync(Connect("w", expiry: 60) with { CleanStart = false }, present: true);
        Assert.Equal("hello", Text(await again.ReceiveAsync<PublishPacket>()));
    }

    [Fact]
    public async Task Publish_Refused_IsGivenBack()
    {
        handler.Answers["t"] = _ => new(MqttReasonCode.NotAuthorized);
        handler.Answers["u"] = async _ =>
        {
            await Task.Yield();
            return MqttReasonCode.NotAuthorized;
        };
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", ""), 1);
        await peer.SendAsync(Publish("u", ""), 2);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1, MqttReasonCode.NotAuthorized));
        await peer.ExpectAsync(Ack(PacketType.PubAck, 2, MqttReasonCode.NotAuthorized));
        await NothingIsLentAsync(endpoint);
    }

    [Fact]
    public async Task Publish_HandlerThrows_IsGivenBack()
    {
        handler.Answers["t"] = _ => throw new InvalidOperationException("bug");
        await using var endpoint = new MemoryEndpoint(handler) { ExpectsErrors = true };
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", ""), 1);
        await peer.ReceiveAsync<DisconnectPacket>();
        await NothingIsLentAsync(endpoint);
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task Publish_SubscriberLeavesInTheMiddle_IsGivenBackWhenItsSessionEnds(QualityOfService qos)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        // It takes what fits its small pipe, and nothing after.
        var watcher = await endpoint.ConnectAsync(Connect("w"), bufferBytes: 4096);
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("#", qos));
        var peer = await endpoint.ConnectAsync("c");
        for (ushort id = 1; id <= 100; id++)
            await peer.SendAsync(Publish("t", new string('x', 1000)), id);
        for (ushort id = 1; id <= 100; id++)
            await peer.ExpectAsync(Ack(PacketType.PubAck, id));
        Assert.NotEqual(0, endpoint.Server.Buffers.Lent);
        watcher.Break();
        await NothingIsLentAsync(endpoint);
    }

    [Theory]
    [InlineData(MqttQueuePolicy.DropNewest)]
    [InlineData(MqttQueuePolicy.DropOldest)]
    public async Task Publish_ForAQueueThatIsFull_IsGivenBack(MqttQueuePolicy policy)
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumQueuedPublishes = 3, QueuePolicy = policy });
        var watcher = await endpoint.ConnectAsync(Connect("w", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("#", QualityOfService.AtLeastOnce));
        watcher.Break();
        await endpoint.ReleasedAsync();
        var peer = await endpoint.ConnectAsync("c");
        for (ushort id = 1; id <= 10; id++)
        {
            await peer.SendAsync(Publish("t", $"{id}"), id);
            await peer.ExpectAsync(Ack(PacketType.PubAck, id));
        }
        await Eventually.IsTrueAsync(() => endpoint.Server.Buffers.Lent == 3);
        endpoint.Time.Advance(TimeSpan.FromSeconds(60));
        await NothingIsLentAsync(endpoint);
    }

    [Fact]
    public async Task Publish_Expired_IsGivenBack()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.ConnectAsync(Connect("w", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("#", QualityOfService.AtLeastOnce));
        watcher.Break();
        await endpoint.ReleasedAsync();
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", "") with { MessageExpiry = TimeSpan.FromSeconds(5) }, 1);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1));
        Assert.Equal(1, endpoint.Server.Buffers.Lent);
        endpoint.Time.Advance(TimeSpan.FromSeconds(6));
        await endpoint.ConnectAsync(Connect("w", expiry: 60) with { CleanStart = false }, present: true);
        await NothingIsLentAsync(endpoint);
    }

    [Fact]
    public async Task Publish_TakenBackFromAShare_IsGivenBackByItsNextReceiver()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var first = await endpoint.SubscribeAsync("a", "$share/g/#", QualityOfService.AtLeastOnce);
        var peer = await endpoint.ConnectAsync("c");
        for (ushort id = 1; id <= 10; id++)
            await peer.SendAsync(Publish("t", $"{id}"), id);
        for (ushort id = 1; id <= 10; id++)
            await peer.ExpectAsync(Ack(PacketType.PubAck, id));
        var second = await endpoint.SubscribeAsync("b", "$share/g/#", QualityOfService.AtLeastOnce);
        first.Break();
        for (ushort id = 1; id <= 10; id++)
        {
            var packet = await second.ReceiveAsync<PublishPacket>();
            Assert.Equal($"{id}", Text(packet));
            await second.SendAsync(Ack(PacketType.PubAck, packet.PacketId));
        }
        await NothingIsLentAsync(endpoint);
    }

    [Fact]
    public async Task Publish_AcknowledgedBeforeItIsWritten_IsTheWritersUntilThen()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.ConnectAsync(Connect("w"), bufferBytes: 4096);
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("#", QualityOfService.AtLeastOnce));
        var peer = await endpoint.ConnectAsync("c");
        for (ushort id = 1; id <= 200; id++)
            peer.Write(Publish("t", new string((char)('a' + id % 26), 2000)), id);
        await peer.FlushAsync();
        // The writer took them and waits for room; the client acknowledges what it cannot have yet.
        for (ushort id = 1; id <= 200; id++)
        {
            await peer.ExpectAsync(Ack(PacketType.PubAck, id));
            await watcher.SendAsync(Ack(PacketType.PubAck, id));
        }
        for (ushort id = 1; id <= 200; id++)
            await peer.SendAsync(Publish("other", new string('!', 2000), QualityOfService.AtMostOnce));
        for (var id = 1; id <= 200; id++)
        {
            if (await watcher.ReceiveAsync<PublishPacket>() is { Publish.Topic: "t" } packet)
                Assert.Equal(new string((char)('a' + packet.PacketId % 26), 2000), Text(packet));
        }
    }

    private static Task NothingIsLentAsync(MemoryEndpoint endpoint) => Eventually.IsTrueAsync(() => endpoint.Server.Buffers.Lent == 0);
}
