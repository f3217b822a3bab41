using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>
/// Reads Lanelet2's OSM: lanelets between their left and right bound become zones named <c>L{id}</c> with their direction of travel and speed limit,
/// areas (multipolygons) zones named <c>A{id}</c>. Lines, signs and other regulatory elements are not zones and are skipped.
/// </summary>
public static class Lanelet2MapReader
{
    /// <summary>All of it or nothing.</summary>
    /// <exception cref="SiteMapException">It is no such map, or beyond a limit; the message names line and reason.</exception>
    public static Map Read(ReadOnlyMemory<byte> bytes, MapLimits? limits = null)
    {
        limits ??= new MapLimits();
        if (bytes.Length > limits.MaximumBytes)
            throw new SiteMapException($"longer than {limits.MaximumBytes} bytes");
        var document = new OsmDocument(XmlDocumentReader.Read(bytes, "osm"));
        var projection = ProjectionOf(document, limits);
        var (zones, places) = (new List<Zone>(), 0);
        foreach (var relation in document.Relations)
        {
            if (SiteMapException.Locate(() => DraftOf(document, relation, position => projection.Project(position.Latitude, position.Longitude)), relation.Fail) is not { } draft)
                continue;
            places += draft.Places.Count();
            if (zones.Count == limits.MaximumFeatures || places > limits.MaximumPositions)
                throw relation.Fail($"with it the map has more than {limits.MaximumFeatures} zones or {limits.MaximumPositions} positions");
            zones.Add(draft.Move(place => place));
        }
        return zones.Count > 0 ? new Map("", projection, null, zones, []) : throw new SiteMapException("the map has no lanelet and no area");
    }

    private static LocalProjection ProjectionOf(OsmDocument document, MapLimits limits)
    {
        var bounds = document.Nodes.Aggregate(Bounds.Empty, (all, position) => all.Including(new LocalPosition(position.Longitude, position.Latitude)));
        if (bounds == Bounds.Empty)
            throw new SiteMapException("the map has no node");
        var projection = new LocalProjection(new Position((bounds.South + bounds.North) / 2, (bounds.West + bounds.East) / 2));
        return document.Nodes.All(position => projection.Project(position.Latitude, position.Longitude).DistanceTo(default) <= limits.MaximumRadius)
            ? projection : throw new SiteMapException($"a node lies more than {limits.MaximumRadius / 1000} km from the middle of the map");
    }

    private static ZoneDraft? DraftOf(OsmDocument document, XmlNode relation, Converter<Position, LocalPosition> project)
    {
        var tags = OsmDocument.TagsOf(relation);
        return tags.GetValueOrDefault("type") switch
        {
            "lanelet" => LaneletOf(document, relation, tags, project),
            "multipolygon" => new ZoneDraft($"A{relation.Text("id")}", Rules.KindOf(tags), Areas.RingsOf(document, relation, project))
            {
                VehicleKinds = Rules.VehicleKindsOf(tags),
            },
            _ => null,
        };
    }

    private static ZoneDraft LaneletOf(OsmDocument document, XmlNode relation, Dictionary<string, string> tags, Converter<Position, LocalPosition> project)
    {
        var lanelet = Lanelet.Of(Bound("left"), Bound("right"));
        var (ring, middle) = (lanelet.Ring, lanelet.Middle);
        if (ring.Corners.Count < 3 || ring.Area == 0 || middle.Count < 2)
            throw relation.Fail($"lanelet {relation.Text("id")} has no area");
        IReadOnlyList<Ring> rings = RingCrossings.Any([ring]) ? PolygonUnion.Of([ring]) : [ring];
        return new ZoneDraft($"L{relation.Text("id")}", Rules.KindOf(tags), rings)
        {
            SpeedLimit = Rules.SpeedLimitOf(document, relation),
            VehicleKinds = Rules.VehicleKindsOf(tags),
            Width = ring.Area / Line.Length(middle),
            Line = Rules.IsOneWay(tags) ? middle : [],
        };

        List<LocalPosition> Bound(string role)
        {
            List<XmlNode> ways = [.. document.Members(relation, "way", role)];
            return ways.Count == 1
                ? document.LineOf(ways[0]).ConvertAll(project) : throw relation.Fail($"lanelet {relation.Text("id")} has {ways.Count} {role} bounds instead of one");
        }
    }
}
