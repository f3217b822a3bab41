using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Encode;

/// <summary>Keeps what a source writes, as columns.</summary>
internal sealed class CollectingSink : ISampleSink
{
    private readonly Dictionary<string, List<SampleValue>> signals = [];
    private readonly List<SignalGroup> groups = [];
    private readonly List<List<long>> times = [];

    /// <summary>A column of times a group and a column of values a signal.</summary>
    public IEnumerable<NamedColumn> Columns =>
        groups.Where(group => times[group.Id].Count > 0).SelectMany(group => group.Signals
            .Select(signal => new NamedColumn(signal.Name, Column(signal.Type, signals[Key(group, signal)])))
            .Prepend(new NamedColumn($"times of {group.Signals[0].Name}", Values.Of(times[group.Id].ToArray()))));

    public SignalGroup Declare(IReadOnlyList<SignalSpec> specs)
    {
        var group = new SignalGroup(groups.Count, [.. specs.Select((spec, index) => new SignalDefinition((uint)index + 1, spec.Name, spec.Type))]);
        groups.Add(group);
        times.Add([]);
        foreach (var signal in group.Signals)
            signals[Key(group, signal)] = [];
        return group;
    }

    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        times[group.Id].Add(time);
        for (var index = 0; index < values.Length; index++)
            signals[Key(group, group.Signals[index])].Add(values.Span[index]);
        return ValueTask.CompletedTask;
    }

    private static string Key(SignalGroup group, SignalDefinition signal) => $"{group.Id} {signal.Name}";

    private static Values Column(SignalType type, List<SampleValue> values) => type switch
    {
        SignalType.Double => Values.Of(values.Select(value => value.Double).ToArray()),
        SignalType.Integer => Values.Of(values.Select(value => value.Integer).ToArray()),
        SignalType.Boolean => Values.Of(values.Select(value => value.Boolean).ToArray()),
        _ => Values.Of(values.Select(value => value.Text).ToArray()),
    };
}
