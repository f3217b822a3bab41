using System.Buffers;
using System.Collections.Concurrent;
using AutoValley.Edge.Sampling;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>Renames, converts and samples signals on their way to another sink. Safe for concurrent use, as that one is.</summary>
public sealed class MappedSink(ISampleSink sink, SignalMapping mapping) : ISampleSink
{
    /// <summary>By group id, groups of which values change or are left out.</summary>
    private readonly ConcurrentDictionary<int, Row> rows = new();

    private readonly ConcurrentDictionary<MappedSignal, bool> mapped = new();

    /// <summary>What was left out or changed of the signals that came this way.</summary>
    internal IEnumerable<SourceCount> Counts => SignalMapping.CountsOf(mapped.Keys);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A mapping fits a signal's type or unit in no way.</exception>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var entries = signals.Select(signal => mapping.Find(signal.Name)).ToArray();
        var conversions = signals.Zip(entries, (signal, entry) => entry is null ? null : mapping.Convert(entry, signal)).ToArray();
        SignalSpec[] targets = [.. signals.Zip(conversions, (signal, conversion) => conversion?.Target ?? signal)];
        foreach (var entry in entries.OfType<MappedSignal>())
        {
            entry.IsDeclared = true;
            mapped[entry] = true;
        }
        if (!Enumerable.Range(0, signals.Count).Any(index => Changes(signals[index], entries[index], conversions[index])))
            return sink.Declare(targets);
        var split = new SplitGroup(sink, targets, [.. entries.Select(PartOf)]);
        var whole = split.Declare();
        rows[whole.Id] = new Row(split, entries, conversions);
        return whole;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        rows.TryGetValue(group.Id, out var row) ? WriteAsync(row, time, values, cancellation) : sink.WriteAsync(group, time, values, cancellation);

    private static bool Changes(SignalSpec signal, MappedSignal? entry, SignalConversion? conversion) =>
        entry is not null && (!entry.Sampling.IsAll || conversion!.HasRange || (conversion.Factor, conversion.Offset) != (1, 0) || conversion.Target.Type != signal.Type);

    // Signals of one rule that looks at times alone go together; what goes when it changes goes alone.
    private static object? PartOf(MappedSignal? entry) => (entry?.Sampling ?? SamplingRule.All) is { IsByTime: true } rule ? rule : null;

    private static async ValueTask WriteAsync(Row row, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        var taken = ArrayPool<SampleValue>.Shared.Rent(values.Length);
        try
        {
            row.Take(time, values.Span, taken);
            await row.Split.WriteAsync(time, taken.AsMemory(0, values.Length), cancellation);
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(taken, clearArray: true);
        }
    }

    private sealed record Row(SplitGroup Split, MappedSignal?[] Entries, SignalConversion?[] Conversions)
    {
        public void Take(long time, ReadOnlySpan<SampleValue> values, SampleValue[] taken)
        {
            for (var index = 0; index < values.Length; index++)
                taken[index] = Entries[index] is { } entry ? entry.Take(Conversions[index]!, time, values[index]) : values[index];
        }
    }
}
