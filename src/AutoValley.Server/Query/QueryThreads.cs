using System.Collections.Concurrent;

namespace AutoValley.Server.Query;

/// <summary>
/// A scheduler on threads of its own, first come first served. Reading a store blocks and computes; on the pool's threads, of which
/// there are few, it would make MQTT, gRPC and the journal wait; for the same reason they are <see cref="BackgroundThread"/>s.
/// </summary>
internal sealed class QueryThreads : TaskScheduler, IDisposable
{
    [ThreadStatic]
    private static QueryThreads? current;

    private readonly BlockingCollection<Task> tasks = [];
    private readonly Thread[] threads;

    public QueryThreads(int count)
    {
        threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Work) { IsBackground = true, Name = $"query {number}" })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => threads.Length;

    /// <summary>Ends the threads when they have done what was queued; what comes later runs on the pool.</summary>
    public void Dispose()
    {
        tasks.CompleteAdding();
        foreach (var thread in threads)
            thread.Join();
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        try
        {
            tasks.Add(task);
        }
        catch (InvalidOperationException)
        {
            // Completed: the tail of a call that outlived the server.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => tasks;

    private void Work()
    {
        current = this;
        BackgroundThread.Enter();
        foreach (var task in tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }
}
