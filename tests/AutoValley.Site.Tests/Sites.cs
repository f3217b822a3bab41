using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests;

/// <summary>Made-up sites.</summary>
internal static class Sites
{
    public static LocalProjection Projection { get; } = new(new Position(57.78, 12.77));

    public static Map Of(params Zone[] zones) => new("ground", Projection, null, zones, []);

    /// <summary>A rectangle, given by two corners in metres.</summary>
    public static Zone Zone(string name, ZoneKind kind = ZoneKind.Lane, double west = 0, double south = 0, double east = 100, double north = 10) => new(
        name, kind, new Polygon([new Ring([new(west, south), new(east, south), new(east, north), new(west, north)], false)]));
}
