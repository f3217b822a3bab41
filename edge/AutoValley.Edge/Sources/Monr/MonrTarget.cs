using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>One transmitter: the order of its messages, and its samples.</summary>
internal sealed class MonrTarget(MonrTargetOptions options, MonrSignals signals)
{
    // Of a target that says of each field anew whether it has it: the rest goes signal by signal.
    private const int MaximumSets = 8;

    private static readonly int Count = MonrSignals.Of(MonrTargetOptions.Of(0)).Length;

    private readonly SparseGroups groups = new(MonrSignals.Of(options), MaximumSets);
    private readonly SampleValue[] cells = new SampleValue[Count];

    /// <summary>Where its messages stand.</summary>
    public MonrSequence Sequence { get; } = new();

    /// <summary>Writes a message's samples.</summary>
    public ValueTask WriteAsync(ISampleSink sink, long time, in MonrMessage message, CancellationToken cancellation) =>
        groups.WriteAsync(sink, time, cells, signals.Fill(message, cells), cancellation);
}
