using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal;

/// <summary>
/// Accepted batches on disk. One thread writes them in groups: a group is what arrived while the one before was synced. When
/// writing fails the group fails, and the thread tries until it can begin a new segment.
/// </summary>
internal sealed class BatchJournal : IAsyncDisposable
{
    private readonly IJournalFiles files;
    private readonly JournalOptions options;
    private readonly IJournalListener listener;
    private readonly ILogger logger;
    private readonly object gate = new();
    private readonly Queue<CommitGroup> queue = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CommitGroup? open;
    private bool stopping;
    private long nextPosition;
    private SegmentWriter? writer;
    private volatile string failure = "";

    public BatchJournal(IJournalFiles files, JournalOptions options, long nextPosition, IJournalListener listener, ILogger logger)
    {
        (this.files, this.options, this.nextPosition, this.listener, this.logger) = (files, options, nextPosition, listener, logger);
        new Thread(Run) { Name = "journal", IsBackground = true }.Start();
    }

    /// <summary>Why nothing can be written; empty when it can.</summary>
    public string Failure => failure;

    /// <summary>Puts a record into the group that is written next.</summary>
    /// <exception cref="StoreUnavailableException">The journal is closed.</exception>
    public CommitGroup Enqueue(JournalRecord record)
    {
        lock (gate)
        {
            if (open is null || open.Bytes >= options.MaximumGroupBytes)
                EnqueueGroup(open = new CommitGroup());
            open.Add(record);
            return open;
        }
    }

    /// <summary>Closes the segment that holds everything enqueued so far; completes when it is closed.</summary>
    public Task CloseSegmentAsync()
    {
        lock (gate)
        {
            open = null;
            var group = new CommitGroup { ClosesSegment = true };
            EnqueueGroup(group);
            return group.Durable;
        }
    }

    /// <summary>Writes what was enqueued, closes the segment and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }
        await stopped.Task;
    }

    private void EnqueueGroup(CommitGroup group)
    {
        if (stopping)
            throw new StoreUnavailableException("the store is closing");
        queue.Enqueue(group);
        Monitor.PulseAll(gate);
    }

    private void Run()
    {
        while (TryTake(out var group))
        {
            if (group is not null)
                Commit(group);
            else
                Attempt(BeginSegment);
        }
        if (writer is not null && !Attempt(CloseSegment))
            writer?.Dispose();
        stopped.SetResult();
    }

    // Null: nothing came while it was time to try again. False: all is written and the journal is closing.
    private bool TryTake(out CommitGroup? group)
    {
        lock (gate)
        {
            if (queue.Count == 0 && !stopping)
                Monitor.Wait(gate, failure.Length > 0 ? options.RetryInterval : Timeout.InfiniteTimeSpan);
            if (queue.TryDequeue(out group) && group == open)
                open = null;
            return group is not null || !stopping;
        }
    }

    private void Commit(CommitGroup group)
    {
        var done = Attempt(() =>
        {
            if (group.ClosesSegment)
                CloseSegment();
            else
                Write(group);
        });
        if (done)
        {
            listener.Committed(group);
            group.Complete();
            return;
        }
        listener.Failed(group);
        group.Fail(new StoreUnavailableException(failure));
    }

    private void Write(CommitGroup group)
    {
        if (failure.Length > 0 || (writer is { Segment.Records.Count: > 0 } && writer.Segment.Bytes + group.Bytes > writer.Capacity))
            CloseSegment();
        BeginSegment(group.Bytes);
        writer!.Write(group);
        nextPosition = writer.Segment.LastPosition + 1;
    }

    private void BeginSegment()
    {
        if (failure.Length > 0)
            CloseSegment();
        BeginSegment(0);
    }

    private void BeginSegment(int bytes)
    {
        if (writer is not null)
            return;
        var capacity = Math.Max(options.SegmentBytes, JournalFormat.SegmentHeaderSize + bytes);
        if (files.SpareBytes is var spare && spare < capacity)
            throw new IOException($"No space left on device: a segment takes {capacity} bytes, {Math.Max(0, spare)} are free beside the reserve for sealing");
        writer = SegmentWriter.Create(files, nextPosition, capacity);
    }

    private void CloseSegment()
    {
        if (writer is null)
            return;
        writer.Close();
        var closed = writer.Segment;
        writer = null;
        if (closed.Records.Count > 0)
        {
            listener.Closed(closed);
            return;
        }
        files.Delete(closed.FileName);
        files.SyncFolder();
    }

    private bool Attempt(Action work)
    {
        try
        {
            work();
            if (failure.Length > 0)
                Log.JournalWritable(logger);
            failure = "";
            return true;
        }
        // Whatever it was, the group is not durable, and the thread must live to say so.
        catch (Exception exception)
        {
            if (failure.Length == 0)
                Log.JournalFailed(logger, exception);
            failure = $"journal: {exception.Message}";
            return false;
        }
    }
}
