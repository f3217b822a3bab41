namespace AutoValley.Storage.Site;

/// <summary>Which visits are asked for.</summary>
public sealed record VisitQuestion
{
    /// <summary>Empty for all.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>organisation/vehicle, any of them; empty for all.</summary>
    public IReadOnlyCollection<string> Vehicles { get; init; } = [];

    /// <summary>Empty for all.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Only visits that have not ended before this, Unix nanoseconds.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>Only visits that began before this, Unix nanoseconds.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>The visit that the last answer ended with; null for the first ones.</summary>
    public StoredVisit? After { get; init; }

    /// <summary>At most.</summary>
    public int Limit { get; init; } = 1_000;
}
