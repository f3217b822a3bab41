namespace AutoValley.Storage.Journal;

/// <summary>Records that become durable by one sync. All who wait for one of them share one task.</summary>
internal sealed class CommitGroup
{
    private readonly TaskCompletionSource<AppendOutcome> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Closes the segment that holds the records before it, and has none itself.</summary>
    public bool ClosesSegment { get; init; }

    public List<JournalRecord> Records { get; } = [];

    /// <summary>Bytes on disk.</summary>
    public int Bytes { get; private set; }

    /// <summary>Completes once the group is durable; fails with <see cref="StoreUnavailableException"/> when it never will be.</summary>
    public Task<AppendOutcome> Durable => completion.Task;

    public void Add(JournalRecord record)
    {
        Records.Add(record);
        Bytes += record.Size;
    }

    public void Complete() => completion.SetResult(AppendOutcome.Appended);

    public void Fail(StoreUnavailableException exception)
    {
        completion.SetException(exception);
        // Nobody may be waiting any more.
        _ = completion.Task.Exception;
    }
}
