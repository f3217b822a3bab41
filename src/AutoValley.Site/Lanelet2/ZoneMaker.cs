using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>Zones of the lanelets and areas of a file, in the map's plane.</summary>
internal sealed class ZoneMaker(OsmDocument document, LocalProjection projection, MapLimits limits)
{
    private readonly List<Zone> zones = [];
    private readonly SpeedLimits speeds = new(document);
    private int places;

    /// <exception cref="SiteMapException">A relation is unusable, or they are beyond a limit.</exception>
    public IReadOnlyList<Zone> Make()
    {
        foreach (var relation in document.Relations)
        {
            if (SiteMapException.Locate(() => DraftOf(relation), relation.Fail) is not { } draft)
                continue;
            places += draft.Places.Count();
            if (zones.Count == limits.MaximumFeatures || places > limits.MaximumPositions)
                throw TooMany(relation);
            zones.Add(draft.Move(place => place));
        }
        return zones;
    }

    private ZoneDraft? DraftOf(XmlNode relation)
    {
        var tags = OsmDocument.TagsOf(relation);
        return tags.GetValueOrDefault("type") switch
        {
            "lanelet" => LaneletOf(relation, tags),
            "multipolygon" => new ZoneDraft($"A{relation.Text("id")}", Rules.KindOf(tags), Areas.RingsOf(relation, role => LinesOf(relation, role), Project))
            {
                VehicleKinds = Rules.VehicleKindsOf(tags),
            },
            _ => null,
        };
    }

    private ZoneDraft LaneletOf(XmlNode relation, Dictionary<string, string> tags)
    {
        var lanelet = Lanelet.Of(BoundOf(relation, "left"), BoundOf(relation, "right"));
        var (ring, middle) = (lanelet.Ring, lanelet.Middle);
        if (ring.Corners.Count < 3 || ring.Area == 0 || middle.Count < 2)
            throw relation.Fail($"lanelet {relation.Text("id")} has no area");
        IReadOnlyList<Ring> rings = RingCrossings.Any([ring]) ? PolygonUnion.Of([ring]) : [ring];
        return new ZoneDraft($"L{relation.Text("id")}", Rules.KindOf(tags), rings)
        {
            SpeedLimit = speeds.Of(relation),
            VehicleKinds = Rules.VehicleKindsOf(tags),
            Width = ring.Area / Line.Length(middle),
            Line = Rules.IsOneWay(tags) ? middle : [],
        };
    }

    private List<LocalPosition> BoundOf(XmlNode relation, string role)
    {
        var lines = LinesOf(relation, role);
        return lines.Count == 1
            ? [.. lines[0].Select(position => Project(position))] : throw relation.Fail($"lanelet {relation.Text("id")} has {lines.Count} {role} bounds instead of one");
    }

    // Counted as they are resolved: a way may be a member any number of times, and nothing is made of what is too much.
    private List<IReadOnlyList<Position>> LinesOf(XmlNode relation, string role)
    {
        var (lines, left) = (new List<IReadOnlyList<Position>>(), limits.MaximumPositions - places);
        foreach (var way in document.Members(relation, "way", role))
        {
            var line = document.LineOf(way);

            // Its last is the next one's first.
            left -= line.Count - 1;
            if (left < 0)
                throw TooMany(relation);
            lines.Add(line);
        }
        return lines;
    }

    private LocalPosition Project(Position position) => projection.Project(position.Latitude, position.Longitude);

    private SiteMapException TooMany(XmlNode relation) =>
        relation.Fail($"with it the map has more than {limits.MaximumFeatures} zones or {limits.MaximumPositions} positions");
}
