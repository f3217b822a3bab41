using AutoValley.Site.Geometry;
using NetTopologySuite.Geometries;
using Area = NetTopologySuite.Geometries.Geometry;
using Polygon = AutoValley.Site.Geometry.Polygon;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Our shapes as NetTopologySuite's.</summary>
internal static class Areas
{
    public static GeometryFactory Factory { get; } = new();

    public static Coordinate Of(LocalPosition place) => new(place.East, place.North);

    public static NetTopologySuite.Geometries.Geometry Of(Polygon shape)
    {
        NetTopologySuite.Geometries.Geometry area = Factory.CreatePolygon();
        foreach (var ring in shape.Rings)
        {
            var part = Factory.CreatePolygon([.. ring.Corners.Select(Of), Of(ring.Corners[0])]);
            area = ring.IsHole ? area.Difference(part) : area.IsEmpty ? part : area.Union(part);
        }
        return area;
    }
}
