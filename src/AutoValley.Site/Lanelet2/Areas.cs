using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>Multipolygons: ways joined at their ends into outer and inner rings.</summary>
internal static class Areas
{
    public static IReadOnlyList<Ring> RingsOf(OsmDocument document, XmlNode relation, Converter<Position, LocalPosition> project)
    {
        List<Ring> outer = [.. Join("outer").Select(corners => new Ring(corners))];
        List<Ring> inner = [.. Join("inner").Select(corners => new Ring(corners, IsHole: true))];
        if (outer.Count == 0)
            throw Fail("has no outer ring");
        if (outer.Concat(inner).Any(ring => ring.Area == 0))
            throw Fail("has a ring without area");
        if (RingCrossings.First([.. outer, .. inner]) is null)
            return [.. outer, .. inner];
        return inner.Count == 0 ? PolygonUnion.Of(outer) : throw Fail("has rings that cross");

        SiteMapException Fail(string reason) => relation.Fail($"area {relation.Text("id")} {reason}");

        IEnumerable<List<LocalPosition>> Join(string role)
        {
            List<List<Position>> lines = [.. document.Members(relation, "way", role).Select(document.LineOf)];
            while (lines.Count > 0)
            {
                var ring = lines[0];
                lines.RemoveAt(0);
                while (ring[0] != ring[^1] || ring.Count < 4)
                    ring.AddRange(Next(lines, ring[^1])?.Skip(1) ?? throw Fail($"has an {role} ring that is not closed"));
                ring.RemoveAt(ring.Count - 1);
                yield return ring.ConvertAll(project);
            }
        }
    }

    // The line that goes on from an end, in its direction or turned.
    private static List<Position>? Next(List<List<Position>> lines, Position end)
    {
        var found = lines.FindIndex(line => line[0] == end || line[^1] == end);
        if (found < 0)
            return null;
        var line = lines[found];
        lines.RemoveAt(found);
        if (line[0] != end)
            line.Reverse();
        return line;
    }
}
