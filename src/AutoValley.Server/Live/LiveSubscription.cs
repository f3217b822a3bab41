using System.Threading.Channels;
using AutoValley.Storage;

namespace AutoValley.Server.Live;

/// <summary>One subscriber's queue of durable batches, bounded by number and by bytes; when it is full the oldest go.</summary>
internal sealed class LiveSubscription : ILiveReader, IDisposable
{
    private readonly LiveOptions options;
    private readonly Action<LiveSubscription> remove;
    private readonly Channel<DurableBatch> queue;
    private long bytes;
    private long dropped;
    private long told;

    /// <param name="options">Its bounds.</param>
    /// <param name="remove">Called once when it is disposed.</param>
    public LiveSubscription(LiveOptions options, Action<LiveSubscription> remove)
    {
        (this.options, this.remove) = (options, remove);
        var bounded = new BoundedChannelOptions(options.QueueBatches) { FullMode = BoundedChannelFullMode.DropOldest };
        queue = Channel.CreateBounded<DurableBatch>(bounded, Drop);
    }

    /// <summary>Completes when a batch waits; false when the subscription is over.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => queue.Reader.WaitToReadAsync(cancellation);

    /// <summary>The next batch in the journal's order, if one waits.</summary>
    public bool TryTake(out DurableBatch? batch)
    {
        if (!queue.Reader.TryRead(out batch))
            return false;
        Interlocked.Add(ref bytes, -batch.Payload.Length);
        return true;
    }

    /// <summary>Batches dropped since this was asked last.</summary>
    public long TakeDropped()
    {
        var now = Interlocked.Read(ref dropped);
        return now - Interlocked.Exchange(ref told, now);
    }

    /// <inheritdoc/>
    public int Offer(DurableBatch batch)
    {
        var before = Interlocked.Read(ref dropped);
        while (Interlocked.Read(ref bytes) + batch.Payload.Length > options.QueueBytes && queue.Reader.TryRead(out var oldest))
            Drop(oldest);
        Interlocked.Add(ref bytes, batch.Payload.Length);
        queue.Writer.TryWrite(batch);
        return (int)(Interlocked.Read(ref dropped) - before);
    }

    /// <summary>Stops queueing.</summary>
    public void Dispose()
    {
        if (queue.Writer.TryComplete())
            remove(this);
    }

    private void Drop(DurableBatch batch)
    {
        Interlocked.Add(ref bytes, -batch.Payload.Length);
        Interlocked.Increment(ref dropped);
    }
}
