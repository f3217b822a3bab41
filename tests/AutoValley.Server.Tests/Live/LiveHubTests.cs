using AutoValley.Server.Live;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Live;

public sealed class LiveHubTests
{
    private static readonly Vehicle Car = new(1, new VehicleName("acme", "car"));
    private static readonly Vehicle Other = new(2, new VehicleName("bravo", "car"));

    [Fact]
    public void Publish_BatchOfAVehicle_GoesToItsSubscribersAlone()
    {
        var hub = new LiveHub(new LiveOptions());
        using var one = hub.Subscribe(new HashSet<Vehicle> { Car })!;
        using var both = hub.Subscribe(new HashSet<Vehicle> { Car, Other })!;
        hub.Publish(Batch(Other, 1));
        hub.Publish(Batch(Car, 2));
        Assert.Equal([2L], Positions(one));
        Assert.Equal([1L, 2L], Positions(both));
    }

    [Fact]
    public void Publish_AfterDispose_GoesNowhere()
    {
        var hub = new LiveHub(new LiveOptions());
        var gone = hub.Subscribe(new HashSet<Vehicle> { Car })!;
        gone.Dispose();
        hub.Publish(Batch(Car, 1));
        Assert.Empty(Positions(gone));
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public void Publish_ToAFullQueue_CountsWhatIsDropped()
    {
        var hub = new LiveHub(new LiveOptions { QueueBatches = 1 });
        using var slow = hub.Subscribe(new HashSet<Vehicle> { Car })!;
        for (var position = 1; position <= 4; position++)
            hub.Publish(Batch(Car, position));
        Assert.Equal(3, hub.Dropped);
    }

    [Fact]
    public void Subscribe_BeyondTheMaximum_IsRefusedUntilOneLeaves()
    {
        var hub = new LiveHub(new LiveOptions { MaximumSubscribers = 2 });
        var vehicles = new HashSet<Vehicle> { Car };
        using var queued = hub.Subscribe(vehicles);
        var newest = hub.SubscribeToNewest(vehicles)!;
        Assert.Null(hub.Subscribe(vehicles));
        Assert.Null(hub.SubscribeToNewest(vehicles));
        Assert.Equal(2, hub.Count);
        newest.Dispose();
        Assert.Equal(1, hub.Count);
        using var again = hub.SubscribeToNewest(vehicles);
        Assert.NotNull(again);
    }

    private static DurableBatch Batch(Vehicle vehicle, long position) =>
        new(new Session(1, vehicle, new SessionId(7)), (ulong)position, 0, new byte[1], position);

    private static List<long> Positions(LiveSubscription subscription)
    {
        var positions = new List<long>();
        while (subscription.TryTake(out var batch))
            positions.Add(batch!.Position);
        return positions;
    }
}
