using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources;

/// <summary>
/// Counts what a source cannot use, by cause. The first of each cause is logged, all are counted, so that a flood of them costs neither disk nor
/// memory. Safe for concurrent use.
/// </summary>
/// <typeparam name="TFault">The causes.</typeparam>
/// <param name="source">The source's name.</param>
/// <param name="names">What each cause is called in the agent's status, in its order there.</param>
/// <param name="logger">Of the source.</param>
internal sealed class FaultCounts<TFault>(string source, IReadOnlyList<(TFault Fault, string Name)> names, ILogger logger)
    where TFault : struct, Enum
{
    private readonly Dictionary<TFault, Tally> tallies = names.ToDictionary(name => name.Fault, name => new Tally(name.Name));

    /// <summary>The detail of the last one; null when there was none.</summary>
    public string? Last { get; private set; }

    /// <summary>For the agent's status: those that there were. Each one is missing from the samples.</summary>
    public IEnumerable<SourceCount> Counts =>
        names.Select(name => new SourceCount(name.Name, tallies[name.Fault].Count, IsGap: true)).Where(count => count.Count > 0);

    /// <summary>How many of a cause there were.</summary>
    public long this[TFault fault] => tallies[fault].Count;

    /// <summary>Counts one.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="detail">For people; a constant where it may come often.</param>
    public void Add(TFault fault, string detail)
    {
        var tally = tallies[fault];
        Last = Printable.Of(detail);
        if (tally.Add() == 1)
            logger.SourceFault(source, tally.Name, Last);
    }

    private sealed class Tally(string name)
    {
        private long count;

        public string Name => name;

        public long Count => Interlocked.Read(ref count);

        public long Add() => Interlocked.Increment(ref count);
    }
}
