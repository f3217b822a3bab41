namespace AutoValley.Storage.Site;

/// <summary>A booking as it is after its newest change.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="Version">Of its newest change; one more than the change before it, of whatever booking.</param>
/// <param name="Organisation">Whose.</param>
/// <param name="From">Unix nanoseconds.</param>
/// <param name="To">Unix nanoseconds, not included.</param>
public sealed record StoredBooking(long Id, long Version, string Organisation, long From, long To)
{
    /// <summary>Names of zones.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>organisation/vehicle; empty for all of the organisation.</summary>
    public IReadOnlyList<string> Vehicles { get; init; } = [];

    /// <summary>Whether nobody else may be there.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>What for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>When it was cancelled, Unix nanoseconds; null while it is not.</summary>
    public long? CancelledAt { get; init; }
}
