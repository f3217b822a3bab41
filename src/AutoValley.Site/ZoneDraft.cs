using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>A zone in the plane of its file, before the map's own plane is known.</summary>
/// <param name="Name">Unique in its map.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Rings">In the plane of the file.</param>
internal sealed record ZoneDraft(string Name, ZoneKind Kind, IReadOnlyList<Ring> Rings)
{
    public string? Parent { get; init; }

    /// <summary>km/h.</summary>
    public double? SpeedLimit { get; init; }

    /// <summary>Metres across.</summary>
    public double? Width { get; init; }

    /// <summary>The line vehicles go along; empty where every way is right.</summary>
    public IReadOnlyList<LocalPosition> Line { get; init; } = [];

    public IReadOnlyList<string>? VehicleKinds { get; init; }

    public IEnumerable<LocalPosition> Places => Rings.SelectMany(ring => ring.Corners).Concat(Line);

    /// <summary>The zone, every place moved into another plane.</summary>
    public Zone Move(Converter<LocalPosition, LocalPosition> move)
    {
        // Places apart in one plane may be one in another, by rounding.
        var line = Geometry.Line.Distinct(Line.Select(place => move(place)));
        return new Zone(Name, Kind, new Polygon([.. Rings.Select(ring => ring with { Corners = [.. ring.Corners.Select(corner => move(corner))] })]))
        {
            Parent = Parent,
            SpeedLimit = SpeedLimit,
            Width = Width,
            VehicleKinds = VehicleKinds,
            Direction = line.Count > 1 ? Direction.Along(line) : null,
        };
    }
}
