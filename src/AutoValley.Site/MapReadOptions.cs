namespace AutoValley.Site;

/// <summary>How a map is read.</summary>
public sealed record MapReadOptions
{
    /// <summary>How much it may hold.</summary>
    public MapLimits Limits { get; init; } = new();

    /// <summary>
    /// Where the plane of an OpenDRIVE map lies, as a PROJ string (tmerc, utm or ortho); used instead of what the file says. Null for the file's.
    /// </summary>
    public string? GeoReference { get; init; }

    /// <summary>Metres by which a curved border may leave the straight line between two corners.</summary>
    public double ChordTolerance { get; init; } = 0.05;
}
