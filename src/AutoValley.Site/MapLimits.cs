namespace AutoValley.Site;

/// <summary>How much a map may hold. The defaults are ten times and more what the largest proving grounds' maps have.</summary>
public sealed record MapLimits
{
    /// <summary>Length of the file, in bytes.</summary>
    public int MaximumBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Features of the file: zones, routes and boundary.</summary>
    public int MaximumFeatures { get; init; } = 10_000;

    /// <summary>Positions of all features together, and of all borders of lanes that they are made of.</summary>
    public int MaximumPositions { get; init; } = 500_000;

    /// <summary>Length of a name, in characters.</summary>
    public int MaximumNameLength { get; init; } = 128;

    /// <summary>Metres from the middle of the map to its corner; beyond, the local plane would not hold.</summary>
    public double MaximumRadius { get; init; } = 50_000;
}
