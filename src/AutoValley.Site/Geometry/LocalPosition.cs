namespace AutoValley.Site.Geometry;

/// <summary>A place in a map's local plane, in metres from its origin.</summary>
public readonly record struct LocalPosition(double East, double North)
{
    /// <summary>Straight-line distance in metres.</summary>
    public double DistanceTo(LocalPosition other) => double.Hypot(East - other.East, North - other.North);
}
