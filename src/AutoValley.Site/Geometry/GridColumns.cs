namespace AutoValley.Site.Geometry;

/// <summary>Pieces by the columns they touch, so that a ray northwards asks only those of its own.</summary>
internal sealed class GridColumns
{
    private const int MaximumColumns = 256;

    private readonly long west;
    private readonly long width;
    private readonly List<GridPiece>[] columns;

    public GridColumns(GridPiece[] pieces)
    {
        west = pieces.Length > 0 ? pieces.Min(piece => piece.Edge.West) : 0;
        var extent = pieces.Length > 0 ? pieces.Max(piece => piece.Edge.East) - west + 1 : 1;
        width = (extent + MaximumColumns - 1) / MaximumColumns;
        columns = [.. Enumerable.Range(0, (int)(extent / width) + 1).Select(_ => new List<GridPiece>())];
        foreach (var piece in pieces)
        {
            for (var column = ColumnOf(piece.Edge.West); column <= ColumnOf(piece.Edge.East); column++)
                columns[column].Add(piece);
        }
    }

    /// <summary>How many pieces <see cref="SumNorthOfMiddle"/> asks.</summary>
    public int CountAtMiddle(GridEdge edge) => AtMiddle(edge).Count;

    /// <summary>The counts of all pieces north of an edge's middle, summed.</summary>
    public int SumNorthOfMiddle(GridEdge edge)
    {
        var sum = 0;
        foreach (var piece in AtMiddle(edge))
            sum += piece.Edge.IsNorthOfMiddle(edge) ? piece.Count : 0;
        return sum;
    }

    private List<GridPiece> AtMiddle(GridEdge edge) => columns[ColumnOf((edge.West + edge.East) / 2)];

    private int ColumnOf(long x) => (int)((x - west) / width);
}
