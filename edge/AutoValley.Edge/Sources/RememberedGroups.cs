using System.Collections.Concurrent;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>
/// A sink that gives a source the group that it has, when it declares the same signals again: a source that starts a thousand times, or device that
/// connects as often, uses up no groups. Safe for concurrent use, as the sink below it is.
/// </summary>
internal sealed class RememberedGroups(ISampleSink sink) : ISampleSink
{
    private readonly ConcurrentDictionary<string, SignalGroup> groups = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => groups.GetOrAdd(KeyOf(signals), _ => sink.Declare(signals));

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        sink.WriteAsync(group, time, values, cancellation);

    // No name, unit or description holds a line's end or a tab; one that did would only be declared once more.
    private static string KeyOf(IReadOnlyList<SignalSpec> signals) =>
        string.Join('\n', signals.Select(signal => $"{signal.Name}\t{(int)signal.Type}\t{signal.Unit}\t{signal.Description}"));
}
