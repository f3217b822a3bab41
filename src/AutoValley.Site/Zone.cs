using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>A named area of the site. Zones may overlap, and one may be part of another.</summary>
/// <param name="Name">Unique in its map.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Shape">In the map's local plane.</param>
public sealed record Zone(string Name, ZoneKind Kind, Polygon Shape)
{
    /// <summary>How many vehicles may be in it at once; null for any number.</summary>
    public int? Capacity { get; init; }

    /// <summary>km/h; null for none.</summary>
    public double? SpeedLimit { get; init; }

    /// <summary>The name of the zone this one is part of; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>The way vehicles go through it; null where every way is right.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Metres across, the mean along it; null where the map does not say.</summary>
    public double? Width { get; init; }

    /// <summary>The kinds of vehicle that may be in it, as the organisations name them; null for all.</summary>
    public IReadOnlyList<string>? VehicleKinds { get; init; }

    /// <summary>Whether a booking of it excludes every other organisation.</summary>
    public bool IsExclusive { get; init; }
}
