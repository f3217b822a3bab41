namespace AutoValley.Edge.Spool;

/// <summary>What a spool holds and what went through it since it was opened.</summary>
/// <param name="Batches">Batches not acknowledged, of all sessions.</param>
/// <param name="Samples">Samples not acknowledged, of all sessions.</param>
/// <param name="Bytes">Size of all segment files.</param>
/// <param name="AppendedBatches">Batches of this session that were written.</param>
/// <param name="DurableBatches">Batches of this session that the server made durable.</param>
/// <param name="DurableSamples">Samples of this session that the server made durable.</param>
/// <param name="DurableBacklogSamples">Samples of earlier sessions that it made durable.</param>
/// <param name="Drops">Samples lost on the vehicle, by cause.</param>
internal sealed record SpoolStatus(
    int Batches, long Samples, long Bytes, long AppendedBatches, long DurableBatches, long DurableSamples, long DurableBacklogSamples)
{
    public SampleDrops Drops { get; init; } = new();
}
