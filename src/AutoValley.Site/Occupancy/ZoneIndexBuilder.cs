using System.Runtime.InteropServices;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>Lays zones, the smallest first, into the cells of a grid, row by row of each zone.</summary>
internal sealed class ZoneIndexBuilder
{
    // Half the width of a vehicle: most cells then lie inside of a zone or off it. Sites of more than 512 m get larger cells.
    private const double CellSide = 1;
    private const int MostCellsASide = 512;

    // Time and memory stay linear in the map: a grid of which zones and edges touch more cells than this is made coarser.
    private const long TouchesAlways = 1 << 20;
    private const long TouchesPerEdge = 4;

    // Of a cell with more edges of one zone the polygon itself is asked.
    private const int MostEdges = 16;

    private readonly IReadOnlyList<Zone> zones;
    private readonly List<PolygonEdge> edges = [];
    private readonly List<(int Cell, CellEntry Entry)> found = [];

    public ZoneIndexBuilder(IReadOnlyList<Zone> zones)
    {
        this.zones = zones;
        Grid = GridOver(zones);
        for (var rank = 0; rank < zones.Count; rank++)
            Lay(rank, zones[rank].Shape);
        Edges = [.. edges];
        (Contents, Starts, Entries) = CellContents.Of(Grid.Count, found);
    }

    public CellGrid Grid { get; }

    /// <summary>By cell: which content it has. Content 0 is empty.</summary>
    public int[] Contents { get; }

    /// <summary>By content: where its entries begin; one more at the end.</summary>
    public int[] Starts { get; }

    public CellEntry[] Entries { get; }

    public PolygonEdge[] Edges { get; }

    private static CellGrid GridOver(IReadOnlyList<Zone> zones)
    {
        var bounds = zones.Aggregate(Bounds.Empty, (all, zone) => all.Including(zone.Shape.Bounds));
        var allowed = TouchesAlways + (TouchesPerEdge * zones.Sum(zone => (long)zone.Shape.Edges.Length));
        for (var most = MostCellsASide; ; most /= 2)
        {
            var grid = CellGrid.Over(bounds, CellSide, most);
            if (most == 1 || zones.Sum(zone => Touches(grid, zone.Shape)) <= allowed)
                return grid;
        }
    }

    private static long Touches(CellGrid grid, Polygon shape)
    {
        var columns = 1L + grid.Column(shape.Bounds.East) - grid.Column(shape.Bounds.West);
        var touches = columns * (1L + grid.Row(shape.Bounds.North) - grid.Row(shape.Bounds.South));
        foreach (var edge in shape.Edges)
            touches += 1 + grid.Row(edge.North) - grid.Row(edge.South) + Math.Abs(grid.Column(edge.NorthEast) - grid.Column(edge.SouthEast));
        return touches;
    }

    private void Lay(int rank, Polygon shape)
    {
        var first = Grid.Row(shape.Bounds.South - Grid.Guard);
        var rows = new List<PolygonEdge>[1 + Grid.Row(shape.Bounds.North + Grid.Guard) - first];
        foreach (var edge in shape.Edges)
        {
            for (var row = Grid.Row(edge.South - Grid.Guard); row <= Grid.Row(edge.North + Grid.Guard); row++)
                (rows[row - first] ??= []).Add(edge);
        }
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is { } crossed)
                LayRow(rank, first + row, crossed);
        }
    }

    private void LayRow(int rank, int row, List<PolygonEdge> crossed)
    {
        var strip = new RowStrip(Grid, row, crossed);
        var local = new List<PolygonEdge>();
        for (var column = strip.East; column >= strip.West; column--)
        {
            var inside = strip.MoveTo(column, local);
            if (local.Count == 0 && !inside)
                continue;
            var entry = local.Count > MostEdges
                ? new CellEntry(rank, false, 0, CellEntry.WholePolygon)
                : new CellEntry(rank, inside, edges.Count, local.Count);
            if (entry.EdgeCount > 0)
                edges.AddRange(CollectionsMarshal.AsSpan(local));
            found.Add(((row * Grid.Columns) + column, entry));
        }
    }
}
