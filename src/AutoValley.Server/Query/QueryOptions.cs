namespace AutoValley.Server.Query;

/// <summary>Limits of what is read, and what it may take of the machine; over a limit the call ends with RESOURCE_EXHAUSTED.</summary>
internal sealed record QueryOptions
{
    /// <summary>Key <c>Query:MaximumSignals</c>, a call: signals named, and series over all its vehicles.</summary>
    public int MaximumSignals { get; init; } = 10_000;

    /// <summary>Key <c>Query:MaximumBuckets</c>, a signal.</summary>
    public long MaximumBuckets { get; init; } = 1_000_000;

    /// <summary>Key <c>Query:MaximumSamples</c>, raw samples a call; 0 for no limit.</summary>
    public long MaximumSamples { get; init; }

    /// <summary>Key <c>Query:MaximumSpans</c>, found by a call.</summary>
    public long MaximumSpans { get; init; } = 1_000_000;

    /// <summary>
    /// Key <c>Query:MaximumPercentileSamples</c>, a bucket: its numbers are held in memory, 8 bytes each. Of InfluxQL, of all that a statement holds at once: a number of
    /// <c>percentile</c> is two, with its time, and a value of <c>mode</c> and <c>distinct</c> is twelve, and once.
    /// </summary>
    public int MaximumPercentileSamples { get; init; } = 1 << 20;

    /// <summary>Key <c>Query:MaximumAlignedSignals</c>, a call: about 1 MiB of each is in memory.</summary>
    public int MaximumAlignedSignals { get; init; } = 256;

    /// <summary>Key <c>Query:MaximumAlignedRows</c>, a call.</summary>
    public long MaximumAlignedRows { get; init; } = 10_000_000;

    /// <summary>Key <c>Query:Workers</c>: threads that all queries share.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Key <c>Query:PartSamples</c>: a series with more samples is aggregated by several workers, in parts of at least so many. A span in which a signal
    /// of a kilohertz has fewer is left whole.
    /// </summary>
    public long PartSamples { get; init; } = 1 << 20;

    /// <summary>Key <c>Query:MaximumConcurrent</c>: queries that run at once; each holds a few MiB.</summary>
    public int MaximumConcurrent { get; init; } = 32;

    /// <summary>Key <c>Query:MaximumQueued</c>: queries that wait for their turn.</summary>
    public int MaximumQueued { get; init; } = 256;

    /// <summary>
    /// Key <c>Query:MaximumStall</c>: a query that waits for its client longer gives its turn to others until that reads, and then waits for one
    /// again.
    /// </summary>
    public TimeSpan MaximumStall { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Key <c>Query:MaximumStalled</c>: queries that gave their turns away and wait for their clients; each holds a few MiB.</summary>
    public int MaximumStalled { get; init; } = 128;
}
