using System.Runtime.CompilerServices;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>A publish allocates nothing in steady state, which is less than a byte on average: in, to its handler, answered at once or later, out to its subscribers.</summary>
[Collection(nameof(IdleConnectionTests))]
public sealed class AllocationTests
{
    private const int Publishes = 20_000, BurstCount = 50, Rounds = 20;

    private static readonly MqttServerOptions Options = new() { ReceiveMaximum = 1000 };

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    public async Task Publish_AnsweredAtOnce_AllocatesNothing(QualityOfService qos)
    {
        await using var endpoint = new MemoryEndpoint(new Prompt(), Options);
        var peer = await endpoint.ConnectAsync("c");
        var burst = Of(qos);
        await MeasureAsync(endpoint, burst, [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] async ValueTask () =>
        {
            await burst.SendAsync(peer);
            await burst.AcknowledgedAsync(peer);
        });
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    public async Task Publish_AnsweredLater_AllocatesNothing(QualityOfService qos)
    {
        var handler = new LateHandler();
        await using var endpoint = new MemoryEndpoint(handler, Options);
        var peer = await endpoint.ConnectAsync("c");
        var burst = Of(qos);
        await MeasureAsync(endpoint, burst, [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] async ValueTask () =>
        {
            await burst.SendAsync(peer);
            while (handler.Pending < BurstCount)
                await Task.Yield();
            handler.AnswerAll();
            await burst.AcknowledgedAsync(peer);
        });
    }

    [Fact]
    public async Task Publish_WithAnAlias_AllocatesNothing()
    {
        await using var endpoint = new MemoryEndpoint(new Prompt(), Options);
        var peer = await endpoint.ConnectAsync("c");
        var first = new Burst(Publish("t", "x"), 1, new TopicAlias(1, IsKnown: false));
        await first.SendAsync(peer);
        await first.AcknowledgedAsync(peer);
        var burst = new Burst(Publish("t", new string('x', 200)), BurstCount, new TopicAlias(1, IsKnown: true));
        await MeasureAsync(endpoint, burst, [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] async ValueTask () =>
        {
            await burst.SendAsync(peer);
            await burst.AcknowledgedAsync(peer);
        });
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce, 1)]
    [InlineData(QualityOfService.AtMostOnce, 20)]
    [InlineData(QualityOfService.AtLeastOnce, 1)]
    [InlineData(QualityOfService.AtLeastOnce, 20)]
    public async Task Publish_ToSubscribers_AllocatesNothing(QualityOfService qos, int subscribers)
    {
        await using var endpoint = new MemoryEndpoint(new Prompt(), Options);
        var publisher = await endpoint.ConnectAsync("c");
        var peers = new PacketPeer[subscribers];
        for (var i = 0; i < peers.Length; i++)
            peers[i] = await endpoint.SubscribeAsync($"s{i}", "#", qos);
        // So few that the pipes of this test find their segments in the pool, too.
        var burst = Of(qos, subscribers == 1 ? BurstCount : BurstCount / 5);
        await MeasureAsync(endpoint, burst, [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] async ValueTask () =>
        {
            await burst.SendAsync(publisher);
            await burst.AcknowledgedAsync(publisher);
            foreach (var peer in peers)
                await burst.ReceiveAsync(peer);
        });
        Assert.Equal(subscribers * endpoint.Server.Statistics.PublishesReceived, endpoint.Server.Statistics.PublishesSent);
    }

    private static Burst Of(QualityOfService qos, int count = BurstCount) => new(Publish("av/v1/o/c/telemetry", new string('x', 200), qos), count);

    // The best of some rounds, as the process has its own business, the compiler's for instance; one that allocated each time would be in all of them.
    private static async Task MeasureAsync(MemoryEndpoint endpoint, Burst burst, Func<ValueTask> send)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least >= Publishes; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await RunAsync(endpoint, burst, send);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.True(least < Publishes, $"{least} bytes for {Publishes} publishes, the test's own with them");
    }

    private static async Task RunAsync(MemoryEndpoint endpoint, Burst burst, Func<ValueTask> send)
    {
        var received = endpoint.Server.Statistics.PublishesReceived;
        for (var sent = burst.Count; sent <= Publishes; sent += burst.Count)
        {
            await send();
            // Through, and acknowledged by its subscribers.
            while (endpoint.Server.Statistics.PublishesReceived < received + sent || endpoint.Server.Buffers.Lent > 0)
                await Task.Yield();
        }
    }

    private sealed class Prompt : IMqttHandler;
}
