namespace AutoValley.Server.Query.Search.Spans;

/// <summary>What reading costs, told in samples that could be decoded instead. The defaults are orders of magnitude.</summary>
internal sealed record ReadingCosts
{
    /// <summary>To ask for finer statistics of a stretch.</summary>
    public long Statistics { get; init; } = 2 * 1_024;

    /// <summary>To begin reading at another place.</summary>
    public long Start { get; init; } = 32 * 1_024;
}
