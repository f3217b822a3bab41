using System.Buffers;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sampling;

/// <summary>
/// A group of which signals may be left out, row by row. Signals that usually go together are a part, which shares its time stamps; when some of a
/// part go and some do not, each goes alone. Safe for concurrent use, as the sink is.
/// </summary>
internal sealed class SplitGroup
{
    private readonly ISampleSink sink;
    private readonly IReadOnlyList<SignalSpec> specs;
    private readonly (SignalGroup Group, int[] Members)[] parts;
    private readonly SignalGroup?[] singles;

    /// <summary>Declares the parts.</summary>
    /// <param name="sink">Where rows go.</param>
    /// <param name="specs">The signals, in the order of a row.</param>
    /// <param name="partOf">For each signal the key of its part; null for a part of its own.</param>
    public SplitGroup(ISampleSink sink, IReadOnlyList<SignalSpec> specs, IReadOnlyList<object?> partOf)
    {
        (this.sink, this.specs) = (sink, specs);
        singles = new SignalGroup?[specs.Count];
        parts = [.. Enumerable.Range(0, specs.Count).GroupBy(index => partOf[index] ?? index).Select(Declare)];
        var definitions = new SignalDefinition[specs.Count];
        foreach (var (group, members) in parts)
        {
            for (var i = 0; i < members.Length; i++)
                definitions[members[i]] = group.Signals[i];
        }
        Whole = new SignalGroup(parts[0].Group.Id, definitions);
    }

    /// <summary>All signals of a row; its id is that of the first part, so no other group of the sink has it.</summary>
    public SignalGroup Whole { get; }

    /// <summary>Writes the signals of a row that have a value.</summary>
    /// <param name="time">Event time, Unix nanoseconds.</param>
    /// <param name="row">One value a signal; a value of no type is left out.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public ValueTask WriteAsync(long time, ReadOnlyMemory<SampleValue> row, CancellationToken cancellation) =>
        parts.Length == 1 && Count(row.Span, parts[0].Members) == row.Length
            ? sink.WriteAsync(parts[0].Group, time, row, cancellation)
            : WritePartsAsync(time, row, cancellation);

    private static int Count(ReadOnlySpan<SampleValue> row, int[] members)
    {
        var count = 0;
        foreach (var member in members)
            count += row[member].Type == default ? 0 : 1;
        return count;
    }

    private async ValueTask WritePartsAsync(long time, ReadOnlyMemory<SampleValue> row, CancellationToken cancellation)
    {
        var scratch = ArrayPool<SampleValue>.Shared.Rent(row.Length);
        try
        {
            foreach (var (group, members) in parts)
            {
                var count = Count(row.Span, members);
                if (count == members.Length)
                    await sink.WriteAsync(group, time, Gathered(row.Span, members, scratch), cancellation);
                else if (count > 0)
                    await WriteSinglesAsync(members, time, row, cancellation);
            }
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(scratch, clearArray: true);
        }
    }

    private async ValueTask WriteSinglesAsync(int[] members, long time, ReadOnlyMemory<SampleValue> row, CancellationToken cancellation)
    {
        foreach (var member in members)
        {
            if (row.Span[member].Type == default)
                continue;
            var single = singles[member] ??= sink.Declare([specs[member]]);
            await sink.WriteAsync(single, time, row.Slice(member, 1), cancellation);
        }
    }

    private static ReadOnlyMemory<SampleValue> Gathered(ReadOnlySpan<SampleValue> row, int[] members, SampleValue[] scratch)
    {
        for (var i = 0; i < members.Length; i++)
            scratch[i] = row[members[i]];
        return scratch.AsMemory(0, members.Length);
    }

    private (SignalGroup Group, int[] Members) Declare(IEnumerable<int> members)
    {
        int[] part = [.. members];
        var group = sink.Declare([.. part.Select(member => specs[member])]);
        if (part.Length == 1)
            singles[part[0]] = group;
        return (group, part);
    }
}
