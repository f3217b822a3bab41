using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Storing;

/// <summary>What is acknowledged is stored, and what is stored is there after a restart.</summary>
public sealed class StoreTests
{
    private readonly RecordingHandler handler = new();

    [Fact]
    [Conformance("MQTT-4.1.0-1", "MQTT-3.1.2-23")]
    public async Task Restart_KeptSession_GoesOnWithEveryState()
    {
        var store = new MemoryStore();
        MemoryStore disk;
        await using (var endpoint = new MemoryEndpoint(handler, store: store))
        {
            var peer = await endpoint.ConnectAsync(Connect("c", 600));
            await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t/#", QualityOfService.ExactlyOnce), 5);
            await endpoint.Server.PublishAsync(Publish("t/kept", "r") with { Retain = true }, default);
            await endpoint.Server.PublishAsync(Publish("t/2", "released", QualityOfService.ExactlyOnce), default);
            await endpoint.Server.PublishAsync(Publish("t/3", "sent", QualityOfService.ExactlyOnce), default);
            for (var i = 0; i < 3; i++)
                await peer.ReceiveAsync<PublishPacket>();
            await peer.SendAsync(Ack(PacketType.PubAck, 1));
            await peer.SendAsync(Ack(PacketType.PubRec, 2));
            await peer.ExpectAsync(Ack(PacketType.PubRel, 2));
            // A QoS 2 publish of the client's own, not released.
            await peer.SendAsync(Publish("mine", "once", QualityOfService.ExactlyOnce), 77);
            await peer.ExpectAsync(Ack(PacketType.PubRec, 77));
            peer.Break();
            await endpoint.ReleasedAsync();
            await endpoint.Server.PublishAsync(Publish("t/4", "waited") with { ContentType = "x", UserProperties = [new("a", "b"), new("a", "c")] }, default);
            await endpoint.Server.Store!.FlushAsync();
            disk = store.Copy();
        }
        Assert.Equal((3, 1, 1), (disk.Count(MqttStoreKind.Outgoing), disk.Count(MqttStoreKind.Incoming), disk.Count(MqttStoreKind.Retained)));

        var after = new RecordingHandler();
        await using var second = new MemoryEndpoint(after, store: disk);
        var again = await second.ConnectAsync(Connect("c", 600) with { CleanStart = false }, present: true);

        await again.ExpectAsync(Ack(PacketType.PubRel, 2));
        var sent = await again.ReceiveAsync<PublishPacket>();
        Assert.Equal(("sent", 3, true), (Text(sent), (int)sent.PacketId, sent.Publish.Duplicate));
        var waited = await again.ReceiveAsync<PublishPacket>();
        Assert.Equal(("waited", false, "x"), (Text(waited), waited.Publish.Duplicate, waited.Publish.ContentType));
        Assert.Equal([new("a", "b"), new MqttUserProperty("a", "c")], waited.Publish.UserProperties);
        Assert.Equal([5u], waited.Publish.SubscriptionIds);
        // The client's own one is known: answered, and not handed over again.
        await again.SendAsync(Publish("mine", "once", QualityOfService.ExactlyOnce), 77, duplicate: true);
        await again.ExpectAsync(Ack(PacketType.PubRec, 77));
        Assert.Equal("connect c", await after.NextAsync());
        Assert.Equal(0, after.Waiting);
        // The subscription lives, and so does what was retained.
        await second.Server.PublishAsync(Publish("t/5", "new"), default);
        Assert.Equal("new", Text(await again.ReceiveAsync<PublishPacket>()));
        Assert.Equal("r"u8.ToArray(), second.Server.FindRetained("t/kept")!.Payload.ToArray());
        Assert.Null(second.Server.FindRetained("t/5"));
        Assert.Null(second.Server.FindRetained("t/#"));
        var other = await second.SubscribeAsync("o", "t/kept", QualityOfService.AtMostOnce);
        Assert.True((await other.ReceiveAsync<PublishPacket>()).Publish.Retain);
    }

    [Fact]
    public async Task Publish_ForAKeptSession_IsAcknowledgedWhenStoredAndManyInOneWrite()
    {
        const int Count = 200;
        var store = new MemoryStore();
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        var kept = await endpoint.ConnectAsync(Connect("kept", 600));
        await MemoryEndpoint.SubscribeAsync(kept, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        kept.Break();
        await endpoint.ReleasedAsync();
        var publisher = await endpoint.ConnectAsync("p");
        await endpoint.Server.Store!.FlushAsync();
        var before = store.Writes;
        store.Hold();
        for (ushort id = 1; id <= Count; id++)
            publisher.Write(Publish("t", $"{id}"), id);
        await publisher.FlushAsync();
        Assert.Empty(await publisher.ReceiveUntilPongAsync());

        store.Continue();

        for (ushort id = 1; id <= Count; id++)
            await publisher.ExpectAsync(Ack(PacketType.PubAck, id));
        Assert.InRange(store.Writes - before, 1, 20);
        Assert.Equal(Count, store.Count(MqttStoreKind.Outgoing));
    }

    [Fact]
    public async Task Retained_Expired_IsGoneFromMemoryAndStore()
    {
        var store = new MemoryStore();
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        await endpoint.Server.PublishAsync(Publish("t", "x", QualityOfService.ExactlyOnce) with { Retain = true, MessageExpiry = TimeSpan.FromSeconds(10) }, default);
        var early = await endpoint.SubscribeAsync("early", "#", QualityOfService.AtMostOnce);
        Assert.Equal(QualityOfService.AtMostOnce, (await early.ReceiveAsync<PublishPacket>()).Publish.Qos);
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        var late = await endpoint.SubscribeAsync("late", "#", QualityOfService.AtMostOnce);
        Assert.Empty(await late.ReceiveUntilPongAsync());
        await endpoint.Server.Store!.FlushAsync();
        Assert.Equal((0, 0), (endpoint.Server.RetainedCount, store.Count(MqttStoreKind.Retained)));
    }

    [Fact]
    public async Task Publish_ThatNobodyIsKeptFor_DoesNotTouchTheStore()
    {
        var store = new MemoryStore();
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        var live = await endpoint.SubscribeAsync("live", "#", QualityOfService.ExactlyOnce);
        var publisher = await endpoint.ConnectAsync("p");
        store.Hold();
        foreach (var qos in new[] { QualityOfService.AtMostOnce, QualityOfService.AtLeastOnce })
            await publisher.SendAsync(Publish("t", "x", qos), 1);
        await publisher.ExpectAsync(Ack(PacketType.PubAck, 1));
        await live.ReceiveAsync<PublishPacket>();
        store.Continue();
        Assert.Equal(0, store.Changes);
    }

    [Fact]
    public async Task Store_Failing_IsTriedAgainAndNothingIsAcknowledgedBefore()
    {
        var store = new MemoryStore { Failures = 2 };
        await using var endpoint = new MemoryEndpoint(handler, store: store) { ExpectsErrors = true };
        var peer = await endpoint.ConnectAsync("p");
        await peer.SendAsync(Publish("t", "x") with { Retain = true }, 1);
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        var answer = peer.ReceiveAsync<AckPacket>();
        await Eventually.IsTrueAsync(() =>
        {
            endpoint.Time.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        });
        Assert.Equal(Ack(PacketType.PubAck, 1), await answer);
        Assert.Equal(1, store.Count(MqttStoreKind.Retained));
    }

    [Fact]
    public async Task Qos2_ToAKeptSession_EveryStepWaitsForTheStore()
    {
        var store = new MemoryStore();
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        var peer = await endpoint.ConnectAsync(Connect("c", 600));
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.ExactlyOnce));
        await StepAsync(() => endpoint.Server.PublishAsync(Publish("t", "x", QualityOfService.ExactlyOnce), default).AsTask());
        Assert.Equal("x", Text(await peer.ReceiveAsync<PublishPacket>()));
        await StepAsync(() => peer.SendAsync(Ack(PacketType.PubRec, 1)));
        await peer.ExpectAsync(Ack(PacketType.PubRel, 1));
        await StepAsync(() => peer.SendAsync(Publish("mine", "y", QualityOfService.ExactlyOnce), 9));
        await peer.ExpectAsync(Ack(PacketType.PubRec, 9));
        await StepAsync(() => peer.SendAsync(Ack(PacketType.PubRel, 9)));
        await peer.ExpectAsync(Ack(PacketType.PubComp, 9));
        await StepAsync(() => peer.SendAsync(new SubscribePacket(3, 0, [new SubscriptionRequest("u", QualityOfService.AtMostOnce)])));
        await peer.ReceiveAsync<SubAckPacket>();

        async Task StepAsync(Func<Task> step)
        {
            await endpoint.Server.Store!.FlushAsync();
            store.Hold();
            await step();
            Assert.Empty(await peer.ReceiveUntilPongAsync());
            store.Continue();
        }
    }

    [Fact]
    [Conformance("MQTT-4.1.0-2")]
    public async Task Restart_AfterTheSessionsEnd_LeavesNothing()
    {
        var store = new MemoryStore();
        await using (var endpoint = new MemoryEndpoint(handler, store: store))
        {
            foreach (var (id, expiry) in new[] { ("short", 60u), ("long", 6000u) })
            {
                var peer = await endpoint.ConnectAsync(Connect(id, expiry));
                await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
                peer.Break();
                await endpoint.ReleasedAsync();
            }
            await endpoint.Server.PublishAsync(Publish("t", "x"), default);
            await endpoint.Server.Store!.FlushAsync();
        }
        Assert.Equal(2, store.Count(MqttStoreKind.Outgoing));
        await using var second = new MemoryEndpoint(handler, store: store);
        Assert.Equal(2, second.Server.SessionCount);
        second.Time.Advance(TimeSpan.FromSeconds(61));
        await second.Server.Store!.FlushAsync();
        Assert.Equal((1, 1, 1), (store.Count(MqttStoreKind.Session), store.Count(MqttStoreKind.Subscription), store.Count(MqttStoreKind.Outgoing)));
        // A clean start leaves nothing of the other.
        await second.ConnectAsync(Connect("long"));
        await second.Server.Store!.FlushAsync();
        Assert.Equal((0, 0, 0), (store.Count(MqttStoreKind.Session), store.Count(MqttStoreKind.Subscription), store.Count(MqttStoreKind.Outgoing)));
    }

    [Fact]
    public async Task Restart_SharedPublish_StillGoesToAnotherWhenItsMemberEnds()
    {
        var store = new MemoryStore();
        await using (var endpoint = new MemoryEndpoint(handler, store: store))
        {
            var peer = await endpoint.ConnectAsync(Connect("a", 60));
            await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("$share/g/t", QualityOfService.AtLeastOnce));
            peer.Break();
            await endpoint.ReleasedAsync();
            await endpoint.Server.PublishAsync(Publish("t", "job"), default);
            await endpoint.Server.Store!.FlushAsync();
        }
        await using var second = new MemoryEndpoint(handler, store: store);
        var other = await second.SubscribeAsync("b", "$share/g/t", QualityOfService.AtLeastOnce);
        second.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("job", Text(await other.ReceiveAsync<PublishPacket>()));
    }

    [Fact]
    public async Task Restart_RowOfAnotherVersion_CostsOnlyItself()
    {
        var store = new MemoryStore();
        await store.WriteAsync(
            [
                new MqttStoreChange(MqttStoreKind.Retained, "bad", "", new byte[] { 9, 9 }),
                new MqttStoreChange(MqttStoreKind.Session, "bad", "", new byte[] { 9 }),
                new MqttStoreChange(MqttStoreKind.Subscription, "bad", "t", new byte[] { 0x82, 1, 0 }),
            ],
            default);
        await using var endpoint = new MemoryEndpoint(handler, store: store) { ExpectsErrors = true };
        Assert.Equal((0, 0), (endpoint.Server.SessionCount, endpoint.Server.RetainedCount));
        await endpoint.ConnectAsync("c");
    }
}
