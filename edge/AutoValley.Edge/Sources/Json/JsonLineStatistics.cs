using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Json;

/// <summary>What became of the lines so far. Safe for concurrent use.</summary>
/// <param name="source">The source's name.</param>
/// <param name="logger">Is told of the first line that is refused; null of none.</param>
public sealed class JsonLineStatistics(string source, ILogger? logger)
{
    private long lines;
    private long samples;
    private long refused;

    /// <summary>Lines that came, empty ones left out.</summary>
    public long Lines => Interlocked.Read(ref lines);

    /// <summary>Samples of them.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>Lines of which nothing was taken.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Why the last of those was refused; null when none was.</summary>
    public string? LastReason { get; private set; }

    /// <summary>For the agent's status.</summary>
    public IReadOnlyList<SourceCount> Counts => [new("lines", Lines), new("lines refused", Refused, IsGap: true)];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Lines} lines, {Samples} samples{(Refused == 0 ? "" : $"; {Refused} lines refused, the last one: {LastReason}")}");

    internal void Took(int count)
    {
        Interlocked.Increment(ref lines);
        Interlocked.Add(ref samples, count);
    }

    internal void Refuse(string reason)
    {
        Interlocked.Increment(ref lines);
        LastReason = Printable.Of(reason);
        if (Interlocked.Increment(ref refused) == 1)
            logger?.SourceFault(source, "lines refused", LastReason);
    }
}
