namespace AutoValley.Site.Geometry;

/// <summary>A closed line of the local plane.</summary>
/// <param name="Corners">At least three, each once: the edge from the last to the first is implied. Either direction.</param>
/// <param name="IsHole">Whether it cuts a hole into the ring around it.</param>
public sealed record Ring(IReadOnlyList<LocalPosition> Corners, bool IsHole = false)
{
    /// <summary>Square metres inside the ring, by the shoelace formula; the direction does not matter.</summary>
    public double Area
    {
        get
        {
            // Relative to one of its corners: far from the origin the products would cancel badly.
            var (origin, twice) = (Corners[0], 0.0);
            for (var i = 1; i + 1 < Corners.Count; i++)
            {
                var (a, b) = (Corners[i], Corners[i + 1]);
                twice += ((a.East - origin.East) * (b.North - origin.North)) - ((b.East - origin.East) * (a.North - origin.North));
            }
            return Math.Abs(twice) / 2;
        }
    }

    /// <summary>Metres round the ring.</summary>
    public double Length
    {
        get
        {
            var length = Corners[^1].DistanceTo(Corners[0]);
            for (var i = 1; i < Corners.Count; i++)
                length += Corners[i - 1].DistanceTo(Corners[i]);
            return length;
        }
    }
}
