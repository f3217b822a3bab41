using System.Numerics;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>
/// The groups of rows with empty cells: one for each set of signals that is filled together, up to a limit; a row with yet another
/// set is written signal by signal. Allocates nothing for a set it has seen.
/// </summary>
/// <param name="signals">At most 64.</param>
/// <param name="maximumSets">Most groups of more than one signal.</param>
internal sealed class SparseGroups(IReadOnlyList<SignalSpec> signals, int maximumSets = SparseGroups.MaximumSets)
{
    /// <summary>Most groups of more than one signal, unless it is said otherwise.</summary>
    public const int MaximumSets = 64;

    private readonly Dictionary<ulong, SignalGroup> groups = [];
    private readonly SampleValue[] values = new SampleValue[signals.Count];

    /// <summary>Writes the filled cells of a row.</summary>
    /// <param name="sink">The same at every call.</param>
    /// <param name="time">Event time, Unix nanoseconds.</param>
    /// <param name="cells">One a signal.</param>
    /// <param name="filled">A bit a signal.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async ValueTask WriteAsync(ISampleSink sink, long time, SampleValue[] cells, ulong filled, CancellationToken cancellation)
    {
        var isGroup = groups.ContainsKey(filled) || groups.Count < maximumSets;
        while (filled != 0)
        {
            var part = isGroup ? filled : filled & (ulong)-(long)filled;
            filled &= ~part;
            if (!groups.TryGetValue(part, out var group))
                groups.Add(part, group = sink.Declare(Specs(part)));
            var count = 0;
            for (var left = part; left != 0; left &= left - 1)
                values[count++] = cells[BitOperations.TrailingZeroCount(left)];
            await sink.WriteAsync(group, time, values.AsMemory(0, count), cancellation);
        }
    }

    private List<SignalSpec> Specs(ulong set)
    {
        var specs = new List<SignalSpec>();
        for (; set != 0; set &= set - 1)
            specs.Add(signals[BitOperations.TrailingZeroCount(set)]);
        return specs;
    }
}
