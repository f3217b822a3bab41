using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rendering;

/// <summary>Where a zone's name is written: in the widest part along a few level lines through it, so that it lies inside even of a ring or a bend.</summary>
internal static class LabelPlace
{
    private const int Lines = 9;

    /// <summary>The middle of the widest stretch, and how wide it is, metres.</summary>
    public static (LocalPosition Place, double Width) Of(Polygon shape)
    {
        var best = (Place: new LocalPosition((shape.Bounds.West + shape.Bounds.East) / 2, (shape.Bounds.South + shape.Bounds.North) / 2), Width: 0.0);
        for (var i = 1; i <= Lines; i++)
        {
            var north = shape.Bounds.South + (shape.Bounds.Height * i / (Lines + 1));
            var crossings = shape.Rings.SelectMany(ring => Crossings(ring, north)).Order().ToList();
            for (var k = 0; k + 1 < crossings.Count; k += 2)
            {
                var width = crossings[k + 1] - crossings[k];

                // Of two that are all but equal, the one nearer to the middle.
                if (width > best.Width * 1.01 || (width > best.Width * 0.99 && i == (Lines + 1) / 2))
                    best = (new LocalPosition((crossings[k] + crossings[k + 1]) / 2, north), width);
            }
        }
        return best;
    }

    private static IEnumerable<double> Crossings(Ring ring, double north)
    {
        for (var i = 0; i < ring.Corners.Count; i++)
        {
            var (a, b) = (ring.Corners[i], ring.Corners[(i + 1) % ring.Corners.Count]);
            if (a.North <= north != b.North <= north)
                yield return a.Towards(b, (north - a.North) / (b.North - a.North)).East;
        }
    }
}
