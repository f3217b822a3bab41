using System.Buffers;
using System.Collections.Concurrent;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>Renames and scales signals on their way to another sink. Safe for concurrent use, as that one is.</summary>
public sealed class MappedSink(ISampleSink sink, SignalMapping mapping) : ISampleSink
{
    /// <summary>By group id: a scale for each signal, for groups that have any.</summary>
    private readonly ConcurrentDictionary<int, MappingEntry?[]> scales = new();

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var entries = signals.Select(signal => mapping.Find(signal.Name)).ToArray();
        var group = sink.Declare([.. signals.Zip(entries, Mapped)]);
        if (Array.Exists(entries, entry => entry?.HasScale == true))
            scales[group.Id] = entries;
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        scales.TryGetValue(group.Id, out var entries)
            ? WriteScaledAsync(group, time, Scaled(values.Span, entries), values.Length, cancellation)
            : sink.WriteAsync(group, time, values, cancellation);

    private async ValueTask WriteScaledAsync(SignalGroup group, long time, SampleValue[] rented, int count, CancellationToken cancellation)
    {
        try
        {
            await sink.WriteAsync(group, time, rented.AsMemory(0, count), cancellation);
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(rented, clearArray: true);
        }
    }

    private static SampleValue[] Scaled(ReadOnlySpan<SampleValue> values, MappingEntry?[] entries)
    {
        var scaled = ArrayPool<SampleValue>.Shared.Rent(values.Length);
        for (var index = 0; index < values.Length; index++)
            scaled[index] = entries[index] is { HasScale: true } entry ? Scaled(values[index], entry) : values[index];
        return scaled;
    }

    private static SampleValue Scaled(SampleValue value, MappingEntry entry)
    {
        var number = value.Type == SignalType.Integer ? value.Integer : value.Double;
        return SampleValue.Of((number * (entry.Factor ?? 1)) + (entry.Offset ?? 0));
    }

    private static SignalSpec Mapped(SignalSpec spec, MappingEntry? entry) => entry is null ? spec : spec with
    {
        Name = entry.Path,
        Unit = entry.Unit ?? spec.Unit,
        Type = entry.HasScale ? SignalType.Double : spec.Type,
    };
}
