using System.Numerics;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>
/// The groups of a recording's rows: one for each set of columns that is filled together, up to a limit; a row with yet another
/// set is written column by column.
/// </summary>
/// <param name="columns">At most 64.</param>
internal sealed class GnssGroups(GnssColumn[] columns)
{
    /// <summary>Most groups of more than one signal.</summary>
    public const int MaximumSets = 64;

    private readonly Dictionary<ulong, SignalGroup> groups = [];
    private readonly SampleValue[] values = new SampleValue[columns.Length];

    /// <summary>Writes the filled cells of a row.</summary>
    /// <param name="sink">The same at every call.</param>
    /// <param name="time">Event time, Unix nanoseconds.</param>
    /// <param name="cells">One a column.</param>
    /// <param name="filled">A bit a column.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask WriteAsync(ISampleSink sink, long time, SampleValue[] cells, ulong filled, CancellationToken cancellation)
    {
        var isGroup = groups.ContainsKey(filled) || groups.Count < MaximumSets;
        while (filled != 0)
        {
            var part = isGroup ? filled : filled & (ulong)-(long)filled;
            filled &= ~part;
            if (!groups.TryGetValue(part, out var group))
                groups.Add(part, group = sink.Declare([.. Indices(part).Select(index => columns[index].Signal)]));
            var count = 0;
            foreach (var index in Indices(part))
                values[count++] = cells[index];
            await sink.WriteAsync(group, time, values.AsMemory(0, count), cancellation);
        }
    }

    private static IEnumerable<int> Indices(ulong set)
    {
        for (; set != 0; set &= set - 1)
            yield return BitOperations.TrailingZeroCount(set);
    }
}
