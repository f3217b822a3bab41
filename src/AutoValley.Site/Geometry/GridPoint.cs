namespace AutoValley.Site.Geometry;

/// <summary>A corner on a grid of whole numbers.</summary>
internal readonly record struct GridPoint(long X, long Y)
{
    /// <summary>Twice the area of a triangle: above 0 where it turns left, 0 where the three lie on a line.</summary>
    public static Int128 Cross(GridPoint a, GridPoint b, GridPoint c) =>
        ((Int128)(b.X - a.X) * (c.Y - a.Y)) - ((Int128)(b.Y - a.Y) * (c.X - a.X));
}
