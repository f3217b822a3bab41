using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Clock;

/// <summary>Hands samples on, and shows those of a receiver's time to the clock. Not safe for concurrent use.</summary>
/// <param name="sink">Gets all samples, unchanged.</param>
/// <param name="clock">Learns of the receiver's times.</param>
/// <param name="shift">By how much the samples' times are moved against the recorded ones, nanoseconds.</param>
internal sealed class ReceiverTimeSink(ISampleSink sink, IReceiverTimeObserver clock, long shift) : ISampleSink
{
    private readonly Dictionary<int, ReceiverTimeSignal> byGroup = [];

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var group = sink.Declare(signals);
        if (ReceiverTimeSignal.Find(signals) is { } found)
            byGroup[group.Id] = found;
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        if (byGroup.TryGetValue(group.Id, out var signal) && signal.TryRead(values.Span, out var receiver))
            clock.Observe(signal.Name, time - shift, receiver);
        return sink.WriteAsync(group, time, values, cancellation);
    }
}
