namespace AutoValley.Site.Geometry;

/// <summary>Kept from south to north, so that two polygons compute the same for an edge they share.</summary>
/// <param name="South">Where it begins: the lesser of its ends' norths.</param>
/// <param name="North">Where it ends.</param>
/// <param name="SouthEast">East of its southern end.</param>
/// <param name="NorthEast">East of its northern end.</param>
internal readonly record struct PolygonEdge(double South, double North, double SouthEast, double NorthEast)
{
    public static PolygonEdge Between(LocalPosition a, LocalPosition b) =>
        a.North < b.North ? new(a.North, b.North, a.East, b.East) : new(b.North, a.North, b.East, a.East);

    /// <summary>Half-open: the southern end belongs to it, the northern one does not.</summary>
    public bool Reaches(double north) => north >= South && north < North;

    public bool IsCrossedEastOf(LocalPosition place) =>
        Reaches(place.North)
        && ((NorthEast - SouthEast) * (place.North - South)) > ((place.East - SouthEast) * (North - South));

    /// <summary>East of its place at that north, kept within its ends.</summary>
    public double EastAt(double north) =>
        SouthEast + ((NorthEast - SouthEast) * Math.Clamp((north - South) / (North - South), 0, 1));
}
