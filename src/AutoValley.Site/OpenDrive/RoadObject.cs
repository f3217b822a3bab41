using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>An object of a road that covers ground: its outlines become a zone.</summary>
internal static class RoadObject
{
    private const int LeastCorners = 3;

    /// <summary>The zones of a road's objects, in the file's order.</summary>
    public static IEnumerable<(XmlNode Node, ZoneDraft Draft)> Read(XmlNode road, string id, ReferenceLine reference) =>
        from node in road.Child("objects")?.Children("object") ?? []
        let kind = KindOf(node.Text("type"))
        where kind is not null
        let rings = RingsOf(node, reference)
        where rings.Count > 0
        select (node, new ZoneDraft($"O{id}.{node.Required("id")}", kind.Value, rings));

    private static ZoneKind? KindOf(string? type) => type switch
    {
        "parkingSpace" => ZoneKind.Pit,
        "building" => ZoneKind.Workshop,
        "crosswalk" or "trafficIsland" or "roadSurface" => ZoneKind.Other,
        _ => null,
    };

    private static IReadOnlyList<Ring> RingsOf(XmlNode node, ReferenceLine reference)
    {
        // 1.4 has one outline in the object, later versions a list. One that is not closed is a line.
        var outlines = node.Children("outlines").SelectMany(list => list.Children("outline")).Concat(node.Children("outline"))
            .Where(outline => outline.Text("closed") != "false" && outline.Text("outer") != "false").ToList();
        List<Ring> rings = [.. outlines.Select(outline => RingOf(node, outline, reference)).Where(ring => ring.Area > 0)];
        return SiteMapException.Locate(() => rings.Count > 1 || RingCrossings.Any(rings) ? PolygonUnion.Of(rings) : rings, node.Fail);
    }

    private static Ring RingOf(XmlNode node, XmlNode outline, ReferenceLine reference)
    {
        var road = reference.At(node.Number("s"));
        var self = new Pose(road.Left(node.Number("t")), road.Heading + node.Number("hdg", 0));
        var corners = new List<LocalPosition>();
        foreach (var corner in outline.Children())
        {
            if (corner.Name == "cornerRoad")
                corners.Add(reference.At(corner.Number("s")).Left(corner.Number("t")));
            else if (corner.Name == "cornerLocal")
                corners.Add(self.Move(corner.Number("u"), corner.Number("v")));
        }
        if (corners.Count > LeastCorners && corners[0].DistanceTo(corners[^1]) < 1e-6)
            corners.RemoveAt(corners.Count - 1);
        return corners.Count >= LeastCorners ? new Ring(corners) : throw outline.Fail($"<outline> with {corners.Count} corners encloses nothing");
    }
}
