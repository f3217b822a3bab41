using System.Collections.Concurrent;
using System.Collections.Immutable;
using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>
/// Hands every batch that became durable to those who read its vehicle live. A slow one costs bounded memory, is told what it missed, and
/// never delays another.
/// </summary>
internal sealed class LiveHub(LiveOptions options)
{
    private readonly ConcurrentDictionary<int, ImmutableArray<ILiveReader>> readers = new();
    private readonly NewestBoards boards = new(options);
    private int count;
    private long dropped;

    /// <summary>Subscribers now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Batches dropped for slow subscribers since the start.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Queues every batch of these vehicles from now on; null when there are too many subscribers. Dispose it to stop.</summary>
    public LiveSubscription? Subscribe(IReadOnlySet<Vehicle> vehicles)
    {
        if (!TryEnter())
            return null;
        var subscription = new LiveSubscription(options, gone =>
        {
            foreach (var vehicle in vehicles)
                Remove(vehicle, gone);
            Leave();
        });
        foreach (var vehicle in vehicles)
            Add(vehicle, subscription);
        return subscription;
    }

    /// <summary>Keeps the newest sample of each signal of these vehicles from now on; null when there are too many subscribers. Dispose it to
    /// stop.</summary>
    public NewestSubscription? SubscribeToNewest(IReadOnlySet<Vehicle> vehicles)
    {
        if (!TryEnter())
            return null;
        var watched = vehicles.Select(vehicle => boards.Enter(vehicle, board => Add(vehicle, board))).ToArray();
        return new NewestSubscription(watched, () =>
        {
            foreach (var board in watched)
                boards.Leave(board, gone => Remove(gone.Vehicle, gone));
            Leave();
        });
    }

    /// <summary>A batch became durable. Called in the journal's order; never waits.</summary>
    public void Publish(DurableBatch durable)
    {
        if (!readers.TryGetValue(durable.Session.Vehicle.Id, out var all))
            return;
        foreach (var reader in all)
            Interlocked.Add(ref dropped, reader.Offer(durable));
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref count) <= options.MaximumSubscribers)
            return true;
        Leave();
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref count);

    private void Add(Vehicle vehicle, ILiveReader reader) => readers.AddOrUpdate(vehicle.Id, [reader], (_, all) => all.Add(reader));

    private void Remove(Vehicle vehicle, ILiveReader reader)
    {
        var left = readers.AddOrUpdate(vehicle.Id, [], (_, all) => all.Remove(reader));
        if (left.IsEmpty)
            readers.TryRemove(KeyValuePair.Create(vehicle.Id, left));
    }
}
