namespace AutoValley.Site.Occupancy;

/// <summary>A zone in a cell of <see cref="ZoneIndex"/>.</summary>
/// <param name="Rank">The zone's.</param>
/// <param name="IsInside">
/// What the zone's edges that go by east of the cell come to: whether a place of the cell lies inside when it has none of the cell's edges east of it.
/// </param>
/// <param name="FirstEdge">Of the edges that are to be tested, in the index's list.</param>
/// <param name="EdgeCount">How many; 0: all of the cell is inside; <see cref="WholePolygon"/>: ask the polygon.</param>
internal readonly record struct CellEntry(int Rank, bool IsInside, int FirstEdge, int EdgeCount)
{
    /// <summary>More edges than are worth keeping for a cell.</summary>
    public const int WholePolygon = -1;
}
