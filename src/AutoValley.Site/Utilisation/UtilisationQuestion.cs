using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>What a report is to be about.</summary>
/// <param name="Range">The time; what lies outside is cut off.</param>
public sealed record UtilisationQuestion(Span Range)
{
    /// <summary>Nanoseconds a bucket; buckets begin at whole multiples since 1970, and the range cuts the first and the last. Null for one over the whole range.</summary>
    public long? Bucket { get; init; }

    /// <summary>What rows are told apart by.</summary>
    public UtilisationGroups Groups { get; init; }

    /// <summary>Of these zones alone; empty for all.</summary>
    public IReadOnlySet<string> Zones { get; init; } = new HashSet<string>();

    /// <summary>Of this organisation alone; null for all.</summary>
    public string? Organisation { get; init; }

    /// <summary>Of this vehicle alone; null for all.</summary>
    public VehicleName? Vehicle { get; init; }

    /// <summary>Within this run alone; null for all. Rows are by run then.</summary>
    public string? Run { get; init; }

    /// <summary>Rows and parts of visits, at most.</summary>
    public int MaximumRows { get; init; } = 100_000;
}
