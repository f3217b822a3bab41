namespace AutoValley.Site.Geometry;

/// <summary>A straight line between two corners on a grid, with a direction.</summary>
internal readonly record struct GridEdge(GridPoint From, GridPoint To)
{
    public long West => Math.Min(From.X, To.X);

    public long East => Math.Max(From.X, To.X);

    public bool IsUpright => From.X == To.X;

    /// <summary>Eastwards, or northwards where it is upright.</summary>
    public bool IsForward => From.X < To.X || (IsUpright && From.Y < To.Y);

    public GridEdge Reversed => new(To, From);

    /// <summary>Where two edges meet: a crossing, rounded to the grid, or corners of one that lie on the other.</summary>
    public IEnumerable<GridPoint> Meets(GridEdge other)
    {
        if (Math.Max(From.Y, To.Y) < Math.Min(other.From.Y, other.To.Y) || Math.Max(other.From.Y, other.To.Y) < Math.Min(From.Y, To.Y))
            return [];
        var (a, b) = (GridPoint.Cross(From, To, other.From), GridPoint.Cross(From, To, other.To));
        var (c, d) = (GridPoint.Cross(other.From, other.To, From), GridPoint.Cross(other.From, other.To, To));
        if (a != 0 && b != 0 && c != 0 && d != 0)
            return Int128.IsNegative(a) != Int128.IsNegative(b) && Int128.IsNegative(c) != Int128.IsNegative(d) ? [At((double)c / ((double)c - (double)d))] : [];
        var (self, fits) = (this, new List<GridPoint>());
        void Take(Int128 side, GridEdge edge, GridPoint place)
        {
            if (side == 0 && edge.Spans(place))
                fits.Add(place);
        }
        Take(a, self, other.From);
        Take(b, self, other.To);
        Take(c, other, From);
        Take(d, other, To);
        return fits;
    }

    /// <summary>Its pieces between places that lie on it.</summary>
    public IEnumerable<GridEdge> Cut(IEnumerable<GridPoint> places)
    {
        var from = From;
        var ordered = places.Distinct().OrderBy(place => Math.Abs(place.X - from.X) + Math.Abs(place.Y - from.Y)).Append(To);
        foreach (var place in ordered)
        {
            if (place != from)
                yield return new GridEdge(from, place);
            from = place;
        }
    }

    /// <summary>Whether a forward edge lies north of the middle of another; upright edges never do, and the western corner alone belongs to an edge.</summary>
    public bool IsNorthOfMiddle(GridEdge other)
    {
        // Twice all coordinates, so that the middle is whole.
        var (x, y) = (other.From.X + other.To.X, other.From.Y + other.To.Y);
        return x >= 2 * From.X && x < 2 * To.X && this != other
            && GridPoint.Cross(new(2 * From.X, 2 * From.Y), new(2 * To.X, 2 * To.Y), new(x, y)) < 0;
    }

    /// <summary>Radians, positive to the left, from this edge's direction to another's.</summary>
    public double TurnTo(GridEdge next)
    {
        var (ax, ay, bx, by) = ((double)(To.X - From.X), (double)(To.Y - From.Y), (double)(next.To.X - next.From.X), (double)(next.To.Y - next.From.Y));
        return Math.Atan2((ax * by) - (ay * bx), (ax * bx) + (ay * by));
    }

    private bool Spans(GridPoint place) =>
        place.X >= West && place.X <= East && place.Y >= Math.Min(From.Y, To.Y) && place.Y <= Math.Max(From.Y, To.Y);

    private GridPoint At(double share) =>
        new((long)Math.Round(From.X + ((To.X - From.X) * share)), (long)Math.Round(From.Y + ((To.Y - From.Y) * share)));
}
