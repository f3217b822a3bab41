namespace AutoValley.Server.Site.Fixes;

/// <summary>The signals that vehicles tell their place by. Of several with one role that a vehicle has, the first one counts.</summary>
internal sealed record PositionSignals
{
    /// <summary>How many roles there are.</summary>
    public const int Roles = (int)FixRole.Accuracy + 1;

    /// <summary>Key <c>Site:LatitudeSignals</c>, names parted by commas. All defaults are VSS's, which the agent's sources of places publish.</summary>
    public IReadOnlyList<string> Latitude { get; init; } = ["Vehicle.CurrentLocation.Latitude"];

    /// <summary>Key <c>Site:LongitudeSignals</c>.</summary>
    public IReadOnlyList<string> Longitude { get; init; } = ["Vehicle.CurrentLocation.Longitude"];

    /// <summary>Key <c>Site:HeadingSignals</c>.</summary>
    public IReadOnlyList<string> Heading { get; init; } = ["Vehicle.CurrentLocation.Heading"];

    /// <summary>Key <c>Site:SpeedSignals</c>.</summary>
    public IReadOnlyList<string> Speed { get; init; } = ["Vehicle.Speed"];

    /// <summary>Key <c>Site:AccuracySignals</c>.</summary>
    public IReadOnlyList<string> Accuracy { get; init; } = ["Vehicle.CurrentLocation.HorizontalAccuracy"];

    /// <summary>
    /// Key <c>Site:AccuracyPercent</c> (200): from what the accuracy signal says to the radius of about 95 %. Receivers tell the standard deviation of both axes
    /// together, and twice that holds 95 to 98 %.
    /// </summary>
    public double AccuracyFactor { get; init; } = 2;

    /// <summary>The names of a role, the first first.</summary>
    public IReadOnlyList<string> Of(FixRole role) => role switch
    {
        FixRole.Latitude => Latitude,
        FixRole.Longitude => Longitude,
        FixRole.Heading => Heading,
        FixRole.Speed => Speed,
        _ => Accuracy,
    };
}
