using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>Limits of what comes in. What is over one becomes a dead letter.</summary>
internal sealed record IngestOptions
{
    /// <summary>Key <c>Ingest:MaximumBatchBytes</c>.</summary>
    public int MaximumBatchBytes { get; init; } = 4 << 20;

    /// <summary>Key <c>Ingest:MaximumColumns</c>, a batch.</summary>
    public int MaximumColumns { get; init; } = 4096;

    /// <summary>Key <c>Ingest:MaximumSamples</c>, a batch.</summary>
    public int MaximumSamples { get; init; } = 1_000_000;

    /// <summary>Key <c>Ingest:MaximumJsonBytes</c>, a JSON payload.</summary>
    public int MaximumJsonBytes { get; init; } = 64 << 10;

    /// <summary>As the batch reader takes them.</summary>
    public BatchLimits BatchLimits =>
        new() { MaximumBytes = MaximumBatchBytes, MaximumColumns = MaximumColumns, MaximumSamples = MaximumSamples };
}
