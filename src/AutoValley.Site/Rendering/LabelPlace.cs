using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rendering;

/// <summary>Where a zone's name is written: in the widest part along a few level lines through it, so that it lies inside even of a ring or a bend.</summary>
internal static class LabelPlace
{
    private const int Lines = 9;

    /// <summary>The middle of the widest stretch, how wide it is and how high the zone is there, metres.</summary>
    public static (LocalPosition Place, double Width, double Height) Of(Polygon shape)
    {
        var best = (Place: new LocalPosition((shape.Bounds.West + shape.Bounds.East) / 2, (shape.Bounds.South + shape.Bounds.North) / 2), Width: 0.0);
        for (var i = 1; i <= Lines; i++)
        {
            var north = shape.Bounds.South + (shape.Bounds.Height * i / (Lines + 1));
            foreach (var (west, east) in Stretches(shape, north, place => place))
            {
                // Of two that are all but equal, the one nearer to the middle.
                if (east - west > best.Width * 1.01 || (east - west > best.Width * 0.99 && i == (Lines + 1) / 2))
                    best = (new LocalPosition((west + east) / 2, north), east - west);
            }
        }
        var upright = Stretches(shape, best.Place.East, place => new LocalPosition(place.North, place.East))
            .FirstOrDefault(stretch => stretch.From <= best.Place.North && best.Place.North <= stretch.To);
        return (best.Place, best.Width, upright.To - upright.From);
    }

    // The parts of a level line that lie inside, each from west to east; upright lines by turning all places.
    private static IEnumerable<(double From, double To)> Stretches(Polygon shape, double north, Func<LocalPosition, LocalPosition> turn)
    {
        var crossings = shape.Rings.SelectMany(ring => Crossings([.. ring.Corners.Select(turn)], north)).Order().ToList();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
            yield return (crossings[i], crossings[i + 1]);
    }

    private static IEnumerable<double> Crossings(LocalPosition[] corners, double north)
    {
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            if (a.North <= north != b.North <= north)
                yield return a.Towards(b, (north - a.North) / (b.North - a.North)).East;
        }
    }
}
