using System.Collections.Immutable;
using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>
/// Hands every batch that became durable to the subscribers of its vehicle. A subscriber costs a bounded queue; a slow one loses
/// its oldest batches, is told how many that were, and never delays another.
/// </summary>
internal sealed class LiveHub(LiveOptions options)
{
    private ImmutableArray<LiveSubscription> subscriptions = [];
    private long dropped;

    /// <summary>Subscribers now.</summary>
    public int Count => subscriptions.Length;

    /// <summary>Batches dropped for slow subscribers since the start.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Starts queueing; null when there are too many subscribers. Dispose it to stop.</summary>
    public LiveSubscription? Subscribe(IReadOnlySet<Vehicle> vehicles)
    {
        var subscription = new LiveSubscription(vehicles, options, Remove);
        while (true)
        {
            var before = subscriptions;
            if (before.Length >= options.MaximumSubscribers)
                return null;
            if (ImmutableInterlocked.InterlockedCompareExchange(ref subscriptions, before.Add(subscription), before) == before)
                return subscription;
        }
    }

    /// <summary>A batch became durable. Called in the journal's order; never waits.</summary>
    public void Publish(DurableBatch durable)
    {
        var batch = new LiveBatch(durable);
        foreach (var subscription in subscriptions)
            Interlocked.Add(ref dropped, subscription.Offer(batch));
    }

    private void Remove(LiveSubscription subscription) =>
        ImmutableInterlocked.Update(ref subscriptions, (all, gone) => all.Remove(gone), subscription);
}
