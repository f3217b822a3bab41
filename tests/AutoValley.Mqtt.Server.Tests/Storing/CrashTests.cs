using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Storing;

/// <summary>The server dies at every one of its writes in turn; publisher and subscriber keep their own state: every QoS 2 publish arrives once.</summary>
public sealed class CrashTests
{
    private const int Count = 12;

    [Fact]
    public async Task Qos2_ServerDiesAtEveryWrite_ArrivesExactlyOnceInOrder()
    {
        for (var every = 1; every <= 40; every++)
        {
            var run = new Run();
            await run.RunAsync(every).WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), run.Received);
        }
    }

    [Fact]
    [Conformance("MQTT-3.1.2-7")]
    public async Task Will_ServerDiesAtEveryWriteBeforeAndAfterTheRestart_IsPublished()
    {
        var will = new ConnectWill(Publish("status", "offline") with { Retain = true }, 0);
        foreach (var (first, second) in from first in Enumerable.Range(1, 6) from second in Enumerable.Range(1, 4) select (first, second))
        {
            var store = new MemoryStore { DieAfter = first };
            var wasConnected = await LiveAsync(store, endpoint => WriteUntilDeadAsync(endpoint, will));
            Assert.True(wasConnected || first <= 2, $"refused with death at write {first}");
            store = store.Copy();
            store.DieAfter = second;
            await LiveAsync(store, _ => Task.FromResult(true));
            store = store.Copy();
            await LiveAsync(store, _ => Task.FromResult(true));
            Assert.Equal((0, wasConnected ? 1 : store.Count(MqttStoreKind.Retained)), (store.Count(MqttStoreKind.Will), store.Count(MqttStoreKind.Retained)));
        }
    }

    private static async Task<bool> LiveAsync(MemoryStore store, Func<MemoryEndpoint, Task<bool>> live)
    {
        await using var endpoint = new MemoryEndpoint(store: store);
        var death = store.Dead.ContinueWith(_ => endpoint.Kill(), TaskScheduler.Default);
        var result = await live(endpoint).WaitAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAny(store.Dead, endpoint.Server.Store!.FlushAsync());
        store.Bury();
        return result;
    }

    private static async Task<bool> WriteUntilDeadAsync(MemoryEndpoint endpoint, ConnectWill will)
    {
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("c", 6000) with { Will = will });
        if (await peer.ReceiveAsync() is not ConnAckPacket)
            return false;
        object? answer;
        do
        {
            await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest("t", QualityOfService.AtLeastOnce)]));
            answer = await peer.ReceiveAsync();
        }
        while (answer is SubAckPacket);
        return true;
    }

    private sealed class Run
    {
        private readonly Dictionary<ushort, (string Text, bool Released)> outgoing = [];
        private readonly HashSet<ushort> incoming = [];
        private int next;
        private bool isSubscribed;

        public List<string> Received { get; } = [];

        // Lives: each on what the one before had on its disk; the last ones never die.
        public async Task RunAsync(int dieAt)
        {
            var store = new MemoryStore();
            for (var life = 0; Received.Count < Count || outgoing.Count > 0; life++)
            {
                store = store.Copy();
                store.DieAfter = life < 6 ? dieAt + life : int.MaxValue;
                await using var endpoint = new MemoryEndpoint(store: store);
                var death = store.Dead.ContinueWith(_ => endpoint.Kill(), TaskScheduler.Default);
                if (await SubscribeAsync(endpoint) is { } peer)
                    await Task.WhenAll(ReceiveAsync(peer), PublishAsync(endpoint));
                store.Bury();
            }
        }

        private static async Task<PacketPeer?> ConnectAsync(MemoryEndpoint endpoint, string id)
        {
            var peer = endpoint.Open();
            await peer.SendAsync(Connect(id, 6000) with { CleanStart = false });
            return await peer.ReceiveAsync() is ConnAckPacket ? peer : null;
        }

        private async Task PublishAsync(MemoryEndpoint endpoint)
        {
            if (await ConnectAsync(endpoint, "publisher") is not { } peer)
                return;
            foreach (var (id, (text, released)) in outgoing.OrderBy(pair => pair.Key).ToArray())
            {
                if (released)
                    await peer.SendAsync(Ack(PacketType.PubRel, id));
                else
                    await peer.SendAsync(Publish("t", text, QualityOfService.ExactlyOnce), id, duplicate: true);
            }
            while (next < Count || outgoing.Count > 0)
            {
                for (; next < Count && outgoing.Count < 4; next++)
                {
                    var id = (ushort)(next + 1);
                    outgoing[id] = ($"{next}", false);
                    await peer.SendAsync(Publish("t", $"{next}", QualityOfService.ExactlyOnce), id);
                }
                if (await peer.ReceiveAsync() is not AckPacket ack)
                    return;
                if (ack.Type == PacketType.PubRec)
                {
                    outgoing[ack.PacketId] = outgoing[ack.PacketId] with { Released = true };
                    await peer.SendAsync(Ack(PacketType.PubRel, ack.PacketId));
                }
                else
                {
                    outgoing.Remove(ack.PacketId);
                }
            }
        }

        private async Task<PacketPeer?> SubscribeAsync(MemoryEndpoint endpoint)
        {
            if (await ConnectAsync(endpoint, "subscriber") is not { } peer)
                return null;
            if (isSubscribed)
                return peer;
            await peer.SendAsync(new SubscribePacket(60_000, 0, [new SubscriptionRequest("t", QualityOfService.ExactlyOnce)]));
            isSubscribed = await peer.ReceiveAsync() is SubAckPacket;
            return isSubscribed ? peer : null;
        }

        private async Task ReceiveAsync(PacketPeer peer)
        {
            while (Received.Count < Count || incoming.Count > 0)
            {
                switch (await peer.ReceiveAsync())
                {
                    case null or DisconnectPacket:
                        return;
                    case PublishPacket packet:
                        if (incoming.Add(packet.PacketId))
                            Received.Add(Text(packet));
                        await peer.SendAsync(Ack(PacketType.PubRec, packet.PacketId));
                        break;
                    case AckPacket { Type: PacketType.PubRel } release:
                        incoming.Remove(release.PacketId);
                        await peer.SendAsync(Ack(PacketType.PubComp, release.PacketId));
                        break;
                }
            }
        }
    }
}
