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
    private readonly int[][] parts;
    private readonly SignalGroup?[] groups;
    private readonly SignalGroup?[] singles;

    /// <summary>Parts are declared when the first row of them goes.</summary>
    /// <param name="sink">Where rows go.</param>
    /// <param name="specs">The signals, in the order of a row.</param>
    /// <param name="partOf">For each signal the key of its part; null for a part of its own.</param>
    public SplitGroup(ISampleSink sink, IReadOnlyList<SignalSpec> specs, IReadOnlyList<object?> partOf)
    {
        (this.sink, this.specs) = (sink, specs);
        singles = new SignalGroup?[specs.Count];
        parts = [.. Enumerable.Range(0, specs.Count).GroupBy(index => partOf[index] ?? index).Select(members => members.ToArray())];
        groups = new SignalGroup?[parts.Length];
    }

    /// <summary>Declares all signals.</summary>
    /// <returns>A group of all of them, in the order of a row; its id is that of the first part, so no other group of the sink has it.</returns>
    /// <exception cref="ArgumentException">The sink takes them not.</exception>
    public SignalGroup Declare()
    {
        var definitions = new SignalDefinition[specs.Count];
        for (var part = 0; part < parts.Length; part++)
        {
            var group = GroupOf(part);
            for (var i = 0; i < parts[part].Length; i++)
                definitions[parts[part][i]] = group.Signals[i];
        }
        return new SignalGroup(GroupOf(0).Id, definitions);
    }

    /// <summary>Writes the signals of a row that have a value.</summary>
    /// <param name="time">Event time, Unix nanoseconds.</param>
    /// <param name="row">One value a signal; a value of no type is left out.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public ValueTask WriteAsync(long time, ReadOnlyMemory<SampleValue> row, CancellationToken cancellation) =>
        parts.Length == 1 && Count(row.Span, parts[0]) == row.Length
            ? sink.WriteAsync(GroupOf(0), time, row, cancellation)
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
            for (var part = 0; part < parts.Length; part++)
            {
                var members = parts[part];
                var count = Count(row.Span, members);
                if (count == members.Length)
                    await sink.WriteAsync(GroupOf(part), time, Gathered(row.Span, members, scratch), cancellation);
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
            await sink.WriteAsync(SingleOf(member), time, row.Slice(member, 1), cancellation);
        }
    }

    private static ReadOnlyMemory<SampleValue> Gathered(ReadOnlySpan<SampleValue> row, int[] members, SampleValue[] scratch)
    {
        for (var i = 0; i < members.Length; i++)
            scratch[i] = row[members[i]];
        return scratch.AsMemory(0, members.Length);
    }

    // Declaring twice at a time gives two groups of the same signals, which costs a group.
    private SignalGroup GroupOf(int part) =>
        groups[part] ??= parts[part] is [var single] ? SingleOf(single) : sink.Declare([.. parts[part].Select(member => specs[member])]);

    private SignalGroup SingleOf(int member) => singles[member] ??= sink.Declare([specs[member]]);
}
