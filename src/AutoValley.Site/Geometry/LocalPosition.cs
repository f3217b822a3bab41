namespace AutoValley.Site.Geometry;

/// <summary>A place in a map's local plane, in metres from its origin.</summary>
public readonly record struct LocalPosition(double East, double North)
{
    /// <summary>Straight-line distance in metres.</summary>
    public double DistanceTo(LocalPosition other) => double.Hypot(East - other.East, North - other.North);

    /// <summary>Distance in metres to the nearest place of the straight line between two places, ends included.</summary>
    public double DistanceTo(LocalPosition from, LocalPosition to) => Math.Sqrt(SquareTo(from, to));

    /// <summary>The square of <see cref="DistanceTo(LocalPosition, LocalPosition)"/>.</summary>
    internal double SquareTo(LocalPosition from, LocalPosition to)
    {
        var (east, north) = (to.East - from.East, to.North - from.North);
        var square = (east * east) + (north * north);
        var along = square > 0 ? (((East - from.East) * east) + ((North - from.North) * north)) / square : 0;
        var nearest = from.Towards(to, Math.Clamp(along, 0, 1));
        var (de, dn) = (East - nearest.East, North - nearest.North);
        return (de * de) + (dn * dn);
    }

    /// <summary>Whether the line between two places comes within a distance.</summary>
    internal bool IsWithin(double distance, LocalPosition from, LocalPosition to) => SquareTo(from, to) <= distance * distance;

    /// <summary>The place a share of the way to another: 0 is this one, 1 the other.</summary>
    public LocalPosition Towards(LocalPosition other, double share) =>
        new(East + ((other.East - East) * share), North + ((other.North - North) * share));
}
