using System.Threading.Channels;
using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>One subscriber's queue of durable batches.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly IReadOnlySet<Vehicle> vehicles;
    private readonly Action<LiveSubscription> remove;
    private readonly Channel<LiveBatch> queue;
    private long dropped;
    private long told;

    public LiveSubscription(IReadOnlySet<Vehicle> vehicles, int capacity, Action<LiveSubscription> remove)
    {
        (this.vehicles, this.remove) = (vehicles, remove);
        var bounded = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        queue = Channel.CreateBounded<LiveBatch>(bounded, _ => Interlocked.Increment(ref dropped));
    }

    /// <summary>The batches, in the journal's order.</summary>
    public ChannelReader<LiveBatch> Batches => queue.Reader;

    /// <summary>Batches dropped since this was asked last.</summary>
    public long TakeDropped()
    {
        var now = Interlocked.Read(ref dropped);
        return now - Interlocked.Exchange(ref told, now);
    }

    /// <summary>Queues a batch of one of its vehicles; true when an older one had to go for it.</summary>
    public bool Offer(LiveBatch batch)
    {
        if (!vehicles.Contains(batch.Durable.Session.Vehicle))
            return false;
        var before = Interlocked.Read(ref dropped);
        queue.Writer.TryWrite(batch);
        return Interlocked.Read(ref dropped) != before;
    }

    /// <summary>Stops queueing.</summary>
    public void Dispose()
    {
        remove(this);
        queue.Writer.TryComplete();
    }
}
