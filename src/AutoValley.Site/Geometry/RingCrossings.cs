namespace AutoValley.Site.Geometry;

/// <summary>Whether edges of rings cross, by a sweep along their larger side. Edges that only touch do not cross.</summary>
internal static class RingCrossings
{
    // As in PolygonUnion: what no site has is not waited for.
    private const long MaximumChecks = 200_000_000;

    /// <summary>Whether any two edges cross.</summary>
    public static bool Any(IReadOnlyList<Ring> rings) => First(rings) is not null;

    /// <summary>A place where two edges cross, or null.</summary>
    /// <exception cref="SiteMapException">It would take too long to say.</exception>
    public static LocalPosition? First(IReadOnlyList<Ring> rings)
    {
        var bounds = rings.SelectMany(ring => ring.Corners).Aggregate(Bounds.Empty, (all, corner) => all.Including(corner));
        if (bounds.Height <= bounds.Width)
            return FirstAlong(rings, corner => corner);
        return FirstAlong(rings, Mirror) is { } place ? Mirror(place) : null;
    }

    private static LocalPosition Mirror(LocalPosition place) => new(place.North, place.East);

    private static LocalPosition? FirstAlong(IReadOnlyList<Ring> rings, Func<LocalPosition, LocalPosition> turn)
    {
        var edges = rings.SelectMany(ring => ring.Corners.Select((corner, i) => Edge.Between(turn(corner), turn(ring.Corners[(i + 1) % ring.Corners.Count])))).ToArray();
        Array.Sort(edges, (a, b) => a.West.East.CompareTo(b.West.East));
        var (open, checks) = (new List<Edge>(), 0L);
        foreach (var edge in edges)
        {
            open.RemoveAll(other => other.East.East < edge.West.East);
            checks += open.Count;
            if (checks > MaximumChecks)
                throw new SiteMapException("an outline whose edges lie beside each other too often");
            foreach (var other in open)
            {
                if (edge.Crosses(other))
                    return edge.Meets(other);
            }
            open.Add(edge);
        }
        return null;
    }

    private readonly record struct Edge(LocalPosition West, LocalPosition East)
    {
        public static Edge Between(LocalPosition a, LocalPosition b) => a.East <= b.East ? new(a, b) : new(b, a);

        public bool Crosses(Edge other) =>
            Math.Max(West.North, East.North) >= Math.Min(other.West.North, other.East.North)
            && Math.Max(other.West.North, other.East.North) >= Math.Min(West.North, East.North)
            && Side(other.West) * Side(other.East) < 0 && other.Side(West) * other.Side(East) < 0;

        public LocalPosition Meets(Edge other)
        {
            var (from, to) = (other.Cross(West), other.Cross(East));
            return West.Towards(East, from / (from - to));
        }

        // 0 for what shares a corner: rounding must not make a touch a crossing.
        private int Side(LocalPosition place) => place == West || place == East ? 0 : Math.Sign(Cross(place));

        private double Cross(LocalPosition place) =>
            ((East.East - West.East) * (place.North - West.North)) - ((East.North - West.North) * (place.East - West.East));
    }
}
