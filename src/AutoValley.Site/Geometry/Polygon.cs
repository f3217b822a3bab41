namespace AutoValley.Site.Geometry;

/// <summary>
/// One or more areas with or without holes, in the local plane. Immutable.
/// <para>
/// Crossing rule (even-odd over all rings), half-open: of its edges the western and southern ones belong to it, the eastern and northern
/// ones do not, and the answer does not depend on the direction of a ring. So where polygons share an edge, every place of it lies in
/// exactly one of them.
/// </para>
/// </summary>
public sealed class Polygon
{
    private readonly PolygonEdge[] edges;

    /// <param name="rings">The outer rings and their holes, in any order; rings do not cross each other.</param>
    /// <exception cref="ArgumentException">No ring, or one of fewer than three corners.</exception>
    public Polygon(IReadOnlyList<Ring> rings)
    {
        if (rings.Count == 0 || rings.Any(ring => ring.Corners.Count < 3))
            throw new ArgumentException("a polygon needs a ring, and a ring three corners", nameof(rings));
        Rings = rings;
        edges = [.. rings.SelectMany(EdgesOf)];
        Bounds = rings.SelectMany(ring => ring.Corners).Aggregate(Bounds.Empty, (bounds, corner) => bounds.Including(corner));
        Area = rings.Sum(ring => ring.IsHole ? -ring.Area : ring.Area);
        Length = rings.Sum(ring => ring.Length);
    }

    /// <summary>Outer rings and holes.</summary>
    public IReadOnlyList<Ring> Rings { get; }

    /// <summary>The smallest upright rectangle around it.</summary>
    public Bounds Bounds { get; }

    /// <summary>Square metres, holes not counted.</summary>
    public double Area { get; }

    /// <summary>Metres round all rings, holes included.</summary>
    public double Length { get; }

    /// <summary>Those that a line to the east may cross: all but the horizontal ones.</summary>
    internal ReadOnlySpan<PolygonEdge> Edges => edges;

    /// <summary>Whether the place lies in it; false for NaN.</summary>
    public bool Contains(LocalPosition place)
    {
        if (!Bounds.Contains(place))
            return false;
        var inside = false;
        foreach (var edge in edges)
            inside ^= edge.IsCrossedEastOf(place);
        return inside;
    }

    // Horizontal edges are never crossed.
    private static IEnumerable<PolygonEdge> EdgesOf(Ring ring) => ring.Corners
        .Select((corner, i) => PolygonEdge.Between(corner, ring.Corners[(i + 1) % ring.Corners.Count]))
        .Where(edge => edge.South < edge.North);
}
