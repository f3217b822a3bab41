using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>
/// The way of changes to the store: whoever makes one gets a ticket and goes on; one loop writes all that came during the previous write, in one transaction,
/// and then lets go what waited for it (group commit). Changes keep their order. While the store fails, nothing is let go.
/// </summary>
internal sealed class StoreWriter(IMqttStore store, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>Bytes of changes not written yet beyond which connections are not read.</summary>
    private const long CrowdedBytes = 32 * 1024 * 1024;

    /// <summary>What a change costs besides its value, roughly.</summary>
    private const int Overhead = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Publishes that must not be torn over two transactions are appended under its read lock; a batch is cut under its write lock.
    private readonly ReaderWriterLockSlim cutting = new();
    private readonly Lock sync = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly CancellationTokenSource stopping = new();
    private List<MqttStoreChange> changes = [];
    private readonly Queue<(long Ticket, Action Then)> waiting = new();
    private TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? loop;
    private long last;
    private long durable;
    private long bytes;

    /// <summary>Reads everything, once, and starts writing.</summary>
    public async ValueTask<IReadOnlyList<MqttStoreEntry>> StartAsync(CancellationToken cancellation)
    {
        var entries = await store.LoadAsync(cancellation);
        loop = Task.Run(RunAsync, CancellationToken.None);
        return entries;
    }

    /// <summary>Whether so much is unwritten that readers should wait.</summary>
    public bool IsCrowded => Interlocked.Read(ref bytes) > CrowdedBytes;

    /// <summary>Whether a change is durable.</summary>
    public bool IsDurable(long ticket) => ticket <= Interlocked.Read(ref durable);

    /// <summary>Queues a change.</summary>
    /// <returns>Its ticket.</returns>
    public long Append(in MqttStoreChange change)
    {
        lock (sync)
        {
            changes.Add(change);
            Interlocked.Add(ref bytes, (change.Value?.Length ?? 0) + Overhead);
            last++;
            Signal();
            return last;
        }
    }

    /// <summary>Runs changes that belong together, so that a crash has all or none of them.</summary>
    public long Together(Func<long> append)
    {
        cutting.EnterReadLock();
        try
        {
            return append();
        }
        finally
        {
            cutting.ExitReadLock();
        }
    }

    /// <summary>Calls back once a change is durable, after all that were asked for earlier.</summary>
    public void WhenDurable(long ticket, Action then)
    {
        lock (sync)
        {
            waiting.Enqueue((ticket, then));
            Signal();
        }
    }

    /// <summary>Completes once everything so far is durable and called back.</summary>
    public Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (loop is { IsCompleted: true })
            return Task.CompletedTask;
        lock (sync)
        {
            waiting.Enqueue((last, done.SetResult));
            Signal();
        }
        return done.Task;
    }

    /// <summary>Completes when there is room for more.</summary>
    public async ValueTask WaitForRoomAsync()
    {
        while (IsCrowded)
            await Volatile.Read(ref room).Task;
    }

    /// <summary>Writes what is there and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
            return;
        await stopping.CancelAsync();
        if (loop is not null)
            await loop;
    }

    private void Signal()
    {
        if (work.CurrentCount == 0)
            work.Release();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await work.WaitAsync(stopping.Token);
                await WriteAsync(Cut());
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The last turn: one try, so that a broken store does not keep the server from ending.
            await WriteAsync(Cut());
        }
    }

    private (List<MqttStoreChange> Changes, long Ticket) Cut()
    {
        cutting.EnterWriteLock();
        try
        {
            lock (sync)
            {
                var cut = (changes, last);
                changes = [];
                return cut;
            }
        }
        finally
        {
            cutting.ExitWriteLock();
        }
    }

    private async Task WriteAsync((List<MqttStoreChange> Changes, long Ticket) cut)
    {
        if (cut.Changes.Count > 0 && !await TryWriteAsync(cut.Changes))
            return;
        Interlocked.Exchange(ref durable, cut.Ticket);
        Interlocked.Add(ref bytes, -cut.Changes.Sum(change => (long)(change.Value?.Length ?? 0) + Overhead));
        Interlocked.Exchange(ref room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        while (TryTakeReady(cut.Ticket, out var then))
            Call(then);
    }

    private async Task<bool> TryWriteAsync(List<MqttStoreChange> batch)
    {
        while (true)
        {
            try
            {
                await store.WriteAsync(batch, CancellationToken.None);
                return true;
            }
            catch (Exception e)
            {
                logger.StoreFailed(batch.Count, e);
            }
            if (stopping.IsCancellationRequested)
                return false;
            try
            {
                await Task.Delay(RetryDelay, clock, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // One more try, and then the end.
            }
        }
    }

    private bool TryTakeReady(long ticket, out Action then)
    {
        lock (sync)
        {
            var ready = waiting.TryPeek(out var first) && first.Ticket <= ticket;
            then = ready ? waiting.Dequeue().Then : static () => { };
            return ready;
        }
    }

    private void Call(Action then)
    {
        try
        {
            then();
        }
        catch (Exception e)
        {
            logger.StoreFailed(0, e);
        }
    }
}
