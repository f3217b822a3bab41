namespace AutoValley.Edge.Spool;

/// <summary>What a spool holds and what went through it since it was opened.</summary>
/// <param name="Batches">Batches not acknowledged, of all sessions.</param>
/// <param name="Samples">Samples not acknowledged, of all sessions.</param>
/// <param name="Bytes">Size of all segment files.</param>
/// <param name="AppendedBatches">Batches of this session that were taken.</param>
/// <param name="DurableBatches">Batches of this session that the server made durable.</param>
/// <param name="DurableSamples">Samples of this session that the server made durable.</param>
/// <param name="DurableBacklogSamples">Samples of earlier sessions that it made durable.</param>
internal sealed record SpoolStatus(
    int Batches, long Samples, long Bytes, long AppendedBatches, long DurableBatches, long DurableSamples, long DurableBacklogSamples)
{
    /// <summary>Samples lost on the vehicle, by cause.</summary>
    public SampleDrops Drops { get; init; } = new();

    /// <summary>Size of the segment files of which nothing waits, a part of <see cref="Bytes"/>.</summary>
    public long ArchivedBytes { get; init; }

    /// <summary>Size of what is in memory because the disk takes no batches.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Why batches are kept in memory; null when they are on the disk.</summary>
    public string? Fault { get; init; }

    /// <summary>How long the oldest batch has been waiting; zero when none waits.</summary>
    public TimeSpan OldestAge { get; init; }
}
