using AutoValley.Server.Live;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Live;

public sealed class LiveSubscriptionTests
{
    private static readonly Vehicle Car = new(1, new VehicleName("acme", "car"));

    [Fact]
    public void Offer_MoreThanTheNumber_DropsTheOldestAndCounts()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBatches = 2 });
        Assert.Equal(0, subscription.Offer(Batch(1, 1)));
        Assert.Equal(0, subscription.Offer(Batch(2, 1)));
        Assert.Equal(1, subscription.Offer(Batch(3, 1)));
        Assert.Equal(1, subscription.TakeDropped());
        Assert.Equal(0, subscription.TakeDropped());
        Assert.Equal([2L, 3L], Positions(subscription));
    }

    [Fact]
    public void Offer_MoreThanTheBytes_DropsTheOldestAndCounts()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBytes = 100 });
        Assert.Equal(0, subscription.Offer(Batch(1, 40)));
        Assert.Equal(0, subscription.Offer(Batch(2, 60)));
        Assert.Equal(2, subscription.Offer(Batch(3, 90)));
        Assert.Equal([3L], Positions(subscription));
    }

    [Fact]
    public void Offer_AfterReading_HasItsRoomBack()
    {
        using var subscription = Subscribe(new LiveOptions { QueueBytes = 100 });
        for (var position = 1; position <= 5; position++)
        {
            Assert.Equal(0, subscription.Offer(Batch(position, 80)));
            Assert.True(subscription.TryTake(out _));
        }
        Assert.Equal(0, subscription.TakeDropped());
    }

    [Fact]
    public async Task WaitAsync_OfOneThatIsOver_IsFalse()
    {
        var removed = 0;
        var subscription = new LiveSubscription(new LiveOptions(), _ => removed++);
        var waiting = subscription.WaitAsync(CancellationToken.None);
        subscription.Dispose();
        subscription.Dispose();
        Assert.False(await waiting);
        Assert.Equal(1, removed);
    }

    private static LiveSubscription Subscribe(LiveOptions options) => new(options, _ => { });

    private static DurableBatch Batch(long position, int size) => new(new Session(1, Car, new SessionId(7)), (ulong)position, 0, new byte[size], position);

    private static List<long> Positions(LiveSubscription subscription)
    {
        var positions = new List<long>();
        while (subscription.TryTake(out var batch))
            positions.Add(batch!.Position);
        return positions;
    }
}
