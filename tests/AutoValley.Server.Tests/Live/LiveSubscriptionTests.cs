using AutoValley.Server.Live;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Live;

public sealed class LiveSubscriptionTests
{
    private static readonly Vehicle Car = new(1, new VehicleName("acme", "car"));
    private static readonly Vehicle Other = new(2, new VehicleName("bravo", "car"));

    [Fact]
    public async Task Offer_MoreThanTheNumber_DropsTheOldestAndCounts()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBatches = 2 });
        Assert.Equal(0, subscription.Offer(Batch(1, 1)));
        Assert.Equal(0, subscription.Offer(Batch(2, 1)));
        Assert.Equal(1, subscription.Offer(Batch(3, 1)));
        Assert.Equal(1, subscription.TakeDropped());
        Assert.Equal(0, subscription.TakeDropped());
        Assert.Equal([2L, 3L], await PositionsAsync(subscription));
    }

    [Fact]
    public async Task Offer_MoreThanTheBytes_DropsTheOldestAndCounts()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBytes = 100 });
        Assert.Equal(0, subscription.Offer(Batch(1, 40)));
        Assert.Equal(0, subscription.Offer(Batch(2, 60)));
        Assert.Equal(2, subscription.Offer(Batch(3, 90)));
        Assert.Equal([3L], await PositionsAsync(subscription));
    }

    [Fact]
    public async Task Offer_AfterReading_HasItsRoomBack()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBytes = 100 });
        for (var position = 1; position <= 5; position++)
        {
            Assert.Equal(0, subscription.Offer(Batch(position, 80)));
            await using var batches = subscription.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
            Assert.True(await batches.MoveNextAsync());
        }
        Assert.Equal(0, subscription.TakeDropped());
    }

    [Fact]
    public async Task Offer_BatchOfAnotherVehicle_IsNotQueued()
    {
        using var subscription = Subscribe(new LiveOptions());
        Assert.Equal(0, subscription.Offer(Batch(1, 10, Other)));
        Assert.Equal(0, subscription.Offer(Batch(2, 10)));
        Assert.Equal([2L], await PositionsAsync(subscription));
    }

    private static LiveSubscription Subscribe(LiveOptions options) => new(new HashSet<Vehicle> { Car }, options, _ => { });

    private static LiveBatch Batch(long position, int size, Vehicle? vehicle = null) =>
        new(new DurableBatch(new Session(1, vehicle ?? Car, new SessionId(7)), (ulong)position, 0, new byte[size], position));

    /// <summary>What waits; the subscription is over then.</summary>
    private static async Task<List<long>> PositionsAsync(LiveSubscription subscription)
    {
        subscription.Dispose();
        var positions = new List<long>();
        await foreach (var batch in subscription.ReadAllAsync(CancellationToken.None))
            positions.Add(batch.Durable.Position);
        return positions;
    }
}
