using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
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
        await MeasureAsync(endpoint, await endpoint.ConnectAsync("c"), Of(qos));
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    public async Task Publish_AnsweredLater_AllocatesNothing(QualityOfService qos)
    {
        var handler = new LateHandler();
        await using var endpoint = new MemoryEndpoint(handler, Options);
        await MeasureAsync(endpoint, await endpoint.ConnectAsync("c"), Of(qos), () =>
        {
            if (handler.Pending == BurstCount)
                handler.AnswerAll();
        });
    }

    [Fact]
    public async Task Publish_WithAnAlias_AllocatesNothing()
    {
        await using var endpoint = new MemoryEndpoint(new Prompt(), Options);
        var peer = await endpoint.ConnectAsync("c");
        await new Burst(Publish("t", "x"), 1, new TopicAlias(1, IsKnown: false)).SendAsync(peer);
        await MeasureAsync(endpoint, peer, new Burst(Publish("t", new string('x', 200)), BurstCount, new TopicAlias(1, IsKnown: true)));
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
        // So few that the pipes of this test find their segments in the pool, too.
        var burst = Of(qos, subscribers == 1 ? BurstCount : BurstCount / 5);
        var receiving = new List<Task>();
        for (var i = 0; i < subscribers; i++)
            receiving.Add(burst.ReceiveAsync(await endpoint.SubscribeAsync($"s{i}", "#", qos)));
        await MeasureAsync(endpoint, publisher, burst);
        Assert.Equal(subscribers * endpoint.Server.Statistics.PublishesReceived, endpoint.Server.Statistics.PublishesSent);
        Assert.DoesNotContain(receiving, task => task.IsCompleted);
    }

    [Fact]
    public async Task Publish_ThroughASharedSubscriptionWithAnIdentifier_AllocatesNothing()
    {
        await using var endpoint = new MemoryEndpoint(new Prompt(), Options);
        var publisher = await endpoint.ConnectAsync("c");
        for (var i = 0; i < 2; i++)
        {
            var peer = await endpoint.ConnectAsync($"s{i}");
            await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("$share/g/#", QualityOfService.AtMostOnce), id: 7);
            _ = Burst.DrainAsync(peer);
        }
        await MeasureAsync(endpoint, publisher, Of(QualityOfService.AtLeastOnce));
        Assert.Equal(endpoint.Server.Statistics.PublishesReceived, endpoint.Server.Statistics.PublishesSent);
    }

    private static Burst Of(QualityOfService qos, int count = BurstCount) => new(Publish("av/v1/o/c/telemetry", new string('x', 200), qos), count);

    // The best of some rounds, as the process has its own business, the compiler's for instance; one that allocated each time would be in all of them.
    private static async Task MeasureAsync(MemoryEndpoint endpoint, PacketPeer publisher, Burst burst, Action? meanwhile = null)
    {
        var draining = Burst.DrainAsync(publisher);
        var (least, start) = (long.MaxValue, TimeProvider.System.GetTimestamp());
        for (var round = 0; round < Rounds && least >= Publishes; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await RunAsync(endpoint, publisher, burst, () =>
            {
                Assert.False(draining.IsCompleted, "the connection ended");
                if (TimeProvider.System.GetElapsedTime(start) > Eventually.Limit)
                    Assert.Fail($"{endpoint.Server.Buffers.Lent} publishes were not given back");
                meanwhile?.Invoke();
            });
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.True(least < Publishes, $"{least} bytes for {Publishes} publishes, the test's own with them");
    }

    private static async Task RunAsync(MemoryEndpoint endpoint, PacketPeer publisher, Burst burst, Action meanwhile)
    {
        var received = endpoint.Server.Statistics.PublishesReceived;
        for (var sent = burst.Count; sent <= Publishes; sent += burst.Count)
        {
            await burst.SendAsync(publisher);
            // Through, and acknowledged by its subscribers.
            while (endpoint.Server.Statistics.PublishesReceived < received + sent || endpoint.Server.Buffers.Lent > 0)
            {
                meanwhile();
                await Task.Yield();
            }
        }
    }

    private sealed class Prompt : IMqttHandler;
}
