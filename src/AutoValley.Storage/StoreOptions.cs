namespace AutoValley.Storage;

/// <summary>Where a store lies and how much it holds.</summary>
public sealed record StoreOptions
{
    /// <summary>Largest <see cref="SegmentBytes"/>: a segment is read in one piece when the store opens.</summary>
    public const long MaximumSegmentBytes = 1024 * 1024 * 1024;

    /// <summary>Its folder; made when it is missing. One process at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>The journal is sealed this often, and whenever a segment is full.</summary>
    public TimeSpan SealInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Size of a journal segment, the unit of sealing: a compromise of long columns and memory while sealing. A quarter of <see cref="MaximumUnsealedBytes"/>
    /// at most.
    /// </summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Memory for batches that are not sealed; a segment more while one is sealed that was parked. When it is used up appends wait for sealing. While
    /// sealing fails, or where the back end may be away (<see cref="Sealing.ISealedStore.MayBeAway"/>), closed segments leave it instead: they are parked.
    /// </summary>
    public long MaximumUnsealedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// What the journal may take on disk, about. When that is used up appends wait, or fail while sealing fails. Whatever it is, the journal leaves 256 MiB
    /// of the disk free, or a twentieth of a small one, with which sealing goes on.
    /// </summary>
    public long MaximumJournalBytes { get; init; } = long.MaxValue;

    /// <summary>Days written to in one pass of sealing, and idle connections kept for reading.</summary>
    public int MaximumOpenDays { get; init; } = 8;

    /// <summary>
    /// UTC days that the samples of one batch may lie on; one with more becomes a dead letter with reason <c>days</c>. A backlog of a
    /// month may come in one batch, a clock that jumps about makes no thousand files.
    /// </summary>
    public int MaximumBatchDays { get; init; } = 32;

    /// <summary>
    /// Day files at most. A batch that needs one more becomes a dead letter with reason <c>days</c>, but the days around its receive time
    /// are always taken. Eleven years by default.
    /// </summary>
    public int MaximumDays { get; init; } = 4_000;

    /// <summary>
    /// Holes between the batch numbers of a session at most: they are in memory for as long as the session is known, 16 bytes each, and in every
    /// watermark of it. A batch that would make one more is not stored. An agent makes a hole where its spool was full, and another
    /// with each reconnect while a backlog waits. Those of batches under way at the same moment may go over it.
    /// </summary>
    public int MaximumSessionHoles { get; init; } = 1_024;

    /// <summary>
    /// Called before batches up to a position are sealed and leave the journal: who keeps something that is made of batches makes it durable up to
    /// there, and can read them after a crash until then. Sealing waits for it, and fails and is tried again when it throws.
    /// </summary>
    public Func<long, CancellationToken, Task> BeforeSealing { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether small chunks are merged in the background while nothing waits to be sealed.</summary>
    public bool MergesChunks { get; init; } = true;

    /// <summary>Memory for what reading knows of chunks without reading them again: where they are, and their statistics.</summary>
    public long DirectoryCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Memory for columns of chunks, encoded as they are stored, that plots and aggregates were made of: zooming about reads them again. What was used
    /// least recently goes first; 0 for none. The default holds about a hundred million samples.
    /// </summary>
    public long ColumnCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>After a failure writing and sealing are tried again this often.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
}
