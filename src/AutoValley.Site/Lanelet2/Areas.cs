using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>Multipolygons: ways joined at their ends into outer and inner rings.</summary>
internal static class Areas
{
    /// <param name="relation">For messages.</param>
    /// <param name="linesOf">The lines of its ways in a role.</param>
    /// <param name="project">Into the map's plane.</param>
    /// <exception cref="SiteMapException">A ring is not closed, has no area or crosses another.</exception>
    public static IReadOnlyList<Ring> RingsOf(
        XmlNode relation, Func<string, IReadOnlyList<IReadOnlyList<Position>>> linesOf, Converter<Position, LocalPosition> project)
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
            var lines = new LooseLines(linesOf(role));
            while (lines.Next() is { } first)
            {
                List<Position> ring = [.. first];
                while (ring[0] != ring[^1] || ring.Count < 4)
                    ring.AddRange(lines.NextFrom(ring[^1])?.Skip(1) ?? throw Fail($"has an {role} ring that is not closed"));
                ring.RemoveAt(ring.Count - 1);
                yield return ring.ConvertAll(project);
            }
        }
    }
}
