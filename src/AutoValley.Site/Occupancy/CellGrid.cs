using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>An upright rectangle cut into columns and rows of equal cells, numbered from the south-west, row by row.</summary>
internal readonly struct CellGrid
{
    private readonly double columnsPerMetre;
    private readonly double rowsPerMetre;

    /// <param name="bounds">All of it; may be empty or without width.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="rows">At least 1.</param>
    public CellGrid(Bounds bounds, int columns, int rows)
    {
        (Bounds, Columns, Rows) = (bounds, columns, rows);
        columnsPerMetre = bounds.Width > 0 ? columns / bounds.Width : 0;
        rowsPerMetre = bounds.Height > 0 ? rows / bounds.Height : 0;
    }

    public Bounds Bounds { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count => Columns * Rows;

    /// <summary>Metres by which a place may lie outside of its cell, by rounding; far more than that.</summary>
    public double Guard =>
        1e-9 * (1 + Math.Max(Math.Max(Math.Abs(Bounds.West), Math.Abs(Bounds.East)), Math.Max(Math.Abs(Bounds.South), Math.Abs(Bounds.North))));

    /// <summary>With cells of about that side, and at most so many of them a side.</summary>
    public static CellGrid Over(Bounds bounds, double side, int most) =>
        new(bounds, Parts(bounds.Width, side, most), Parts(bounds.Height, side, most));

    /// <summary>The cell of a place within the bounds.</summary>
    public int CellOf(LocalPosition place) => (Row(place.North) * Columns) + Column(place.East);

    /// <summary>The nearest column.</summary>
    public int Column(double east) => (int)Math.Clamp((east - Bounds.West) * columnsPerMetre, 0, Columns - 1);

    /// <summary>The nearest row.</summary>
    public int Row(double north) => (int)Math.Clamp((north - Bounds.South) * rowsPerMetre, 0, Rows - 1);

    /// <summary>Where a row begins, or the one before it ends.</summary>
    public double SouthOf(int row) => Bounds.South + (Bounds.Height * row / Rows);

    private static int Parts(double length, double side, int most) => length > 0 ? (int)Math.Clamp(Math.Ceiling(length / side), 1, most) : 1;
}
