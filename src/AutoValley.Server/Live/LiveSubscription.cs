using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>One subscriber's queue of durable batches, bounded by number and by bytes; when it is full the oldest go.</summary>
internal sealed class LiveSubscription : IDisposable
{
    private readonly IReadOnlySet<Vehicle> vehicles;
    private readonly LiveOptions options;
    private readonly Action<LiveSubscription> remove;
    private readonly Channel<LiveBatch> queue;
    private long bytes;
    private long dropped;
    private long told;

    public LiveSubscription(IReadOnlySet<Vehicle> vehicles, LiveOptions options, Action<LiveSubscription> remove)
    {
        (this.vehicles, this.options, this.remove) = (vehicles, options, remove);
        var bounded = new BoundedChannelOptions(options.QueueBatches) { FullMode = BoundedChannelFullMode.DropOldest };
        queue = Channel.CreateBounded<LiveBatch>(bounded, Drop);
    }

    /// <summary>The batches, in the journal's order.</summary>
    public async IAsyncEnumerable<LiveBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in queue.Reader.ReadAllAsync(cancellation))
        {
            Interlocked.Add(ref bytes, -SizeOf(batch));
            yield return batch;
        }
    }

    /// <summary>Batches dropped since this was asked last.</summary>
    public long TakeDropped()
    {
        var now = Interlocked.Read(ref dropped);
        return now - Interlocked.Exchange(ref told, now);
    }

    /// <summary>Queues a batch of one of its vehicles, by one thread at a time; gives how many older ones had to go for it.</summary>
    public long Offer(LiveBatch batch)
    {
        if (!vehicles.Contains(batch.Durable.Session.Vehicle))
            return 0;
        var before = Interlocked.Read(ref dropped);
        while (Interlocked.Read(ref bytes) + SizeOf(batch) > options.QueueBytes && queue.Reader.TryRead(out var oldest))
            Drop(oldest);
        Interlocked.Add(ref bytes, SizeOf(batch));
        queue.Writer.TryWrite(batch);
        return Interlocked.Read(ref dropped) - before;
    }

    /// <summary>Stops queueing.</summary>
    public void Dispose()
    {
        remove(this);
        queue.Writer.TryComplete();
    }

    private void Drop(LiveBatch batch)
    {
        Interlocked.Add(ref bytes, -SizeOf(batch));
        Interlocked.Increment(ref dropped);
    }

    private static int SizeOf(LiveBatch batch) => batch.Durable.Payload.Length;
}
