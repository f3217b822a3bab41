using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources;

/// <summary>Keeps every sample by signal, in the order of arrival; as strict as the real sink about declarations.</summary>
internal sealed class CollectingSink : ISampleSink
{
    private readonly Dictionary<string, SignalDefinition> definitions = [];
    private readonly List<SignalGroup> groups = [];

    /// <summary>Completes each write; null completes at once.</summary>
    public Func<Task>? Gate { get; set; }

    public Dictionary<string, List<(long Time, SampleValue Value)>> Samples { get; } = [];

    public List<(long Time, string Signals)> Writes { get; } = [];

    public IReadOnlyDictionary<string, SignalDefinition> Definitions => definitions;

    public IReadOnlyList<SignalGroup> Groups => groups;

    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        Assert.NotEmpty(signals);
        Assert.Equal(signals.Count, signals.DistinctBy(signal => signal.Name).Count());
        var group = new SignalGroup(groups.Count, [.. signals.Select(Define)]);
        groups.Add(group);
        return group;
    }

    public async ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Gate is not null)
            await Gate();
        Assert.Same(groups[group.Id], group);
        Assert.Equal(group.Signals.Count, values.Length);
        for (var index = 0; index < values.Length; index++)
        {
            Assert.Equal(group.Signals[index].Type, values.Span[index].Type);
            Samples[group.Signals[index].Name].Add((time, values.Span[index]));
        }
        Writes.Add((time, string.Join(' ', group.Signals.Select(signal => signal.Name))));
    }

    private SignalDefinition Define(SignalSpec spec)
    {
        Assert.True(SignalDefinition.IsName(spec.Name), spec.Name);
        if (!definitions.TryGetValue(spec.Name, out var definition))
        {
            definitions.Add(spec.Name, definition = new SignalDefinition((uint)definitions.Count + 1, spec.Name, spec.Type, spec.Unit, spec.Description));
            Samples.Add(spec.Name, []);
        }
        Assert.Equal((definition.Type, definition.Unit), (spec.Type, spec.Unit));
        return definition;
    }
}
