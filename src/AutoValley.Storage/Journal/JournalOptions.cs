namespace AutoValley.Storage.Journal;

/// <summary>Sizes of the journal.</summary>
internal sealed record JournalOptions
{
    /// <summary>Room of a segment; it is closed when the next group does not fit.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>A group takes no more records from here on: about what a disk writes in a millisecond.</summary>
    public int MaximumGroupBytes { get; init; } = 1024 * 1024;

    /// <summary>While nothing can be written, this often it is tried whether it can.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
}
