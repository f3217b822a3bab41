using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using Area = NetTopologySuite.Geometries.Geometry;
using Polygon = AutoValley.Site.Geometry.Polygon;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary>The peer, as its documentation has it: prepared geometries in an STR tree. Points and envelopes are made beforehand.</summary>
internal sealed class PreparedZones
{
    private static readonly GeometryFactory Factory = new();

    private readonly STRtree<(int Rank, IPreparedGeometry Area)> tree = new();

    public PreparedZones(ZoneIndex index)
    {
        for (var rank = 0; rank < index.Zones.Count; rank++)
        {
            var area = ToArea(index.Zones[rank].Shape);
            tree.Insert(area.EnvelopeInternal, (rank, PreparedGeometryFactory.Prepare(area)));
        }
        tree.Build();
    }

    public static (Point Point, Envelope Envelope) ToPoint(LocalPosition place)
    {
        var point = Factory.CreatePoint(new Coordinate(place.East, place.North));
        return (point, point.EnvelopeInternal);
    }

    public int Find((Point Point, Envelope Envelope) place, Span<int> found)
    {
        var count = 0;
        foreach (var (rank, area) in tree.Query(place.Envelope))
        {
            if (area.Covers(place.Point))
                found[count++] = rank;
        }
        return count;
    }

    private static Area ToArea(Polygon shape)
    {
        Area area = Factory.CreatePolygon();
        foreach (var ring in shape.Rings)
        {
            var corners = ring.Corners.Append(ring.Corners[0]).Select(corner => new Coordinate(corner.East, corner.North));
            var part = Factory.CreatePolygon([.. corners]);
            area = ring.IsHole ? area.Difference(part) : area.IsEmpty ? part : area.Union(part);
        }
        return area;
    }
}
