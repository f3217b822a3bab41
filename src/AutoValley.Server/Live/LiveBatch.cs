using AutoValley.Storage;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Live;

/// <summary>A durable batch that one or more subscribers wait for: its envelope is read once, when the first of them gets to it.</summary>
internal sealed class LiveBatch(DurableBatch durable)
{
    // Its limits were checked when it was accepted.
    private static readonly BatchLimits NoLimits = new() { MaximumBytes = int.MaxValue, MaximumColumns = int.MaxValue, MaximumSamples = int.MaxValue };

    private readonly Lazy<BatchView?> view = new(
        () => BatchView.TryRead(durable.Payload, NoLimits, out var read, out _) == BatchError.None ? read : null);

    public DurableBatch Durable => durable;

    /// <summary>Its columns; null only for a payload that changed since it was accepted.</summary>
    public BatchView? View => view.Value;
}
