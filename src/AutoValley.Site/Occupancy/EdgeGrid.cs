using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>Finds the edges of zones near a place: a grid whose cells list the edges that touch them. Immutable.</summary>
internal sealed class EdgeGrid
{
    // About what a car and its margin reach.
    private const double CellSide = 8;
    private const int MostCellsASide = 256;

    // Memory stays linear in the map.
    private const long TouchesAlways = 1 << 18;
    private const long TouchesPerEdge = 4;

    private readonly CellGrid grid;
    private readonly int[] starts;
    private readonly ZoneEdge[] edges;

    public EdgeGrid(IReadOnlyList<ZoneEdge> all)
    {
        var bounds = all.Aggregate(Bounds.Empty, (bounds, edge) => bounds.Including(edge.From).Including(edge.To));
        for (var most = MostCellsASide; ; most /= 2)
        {
            grid = CellGrid.Over(bounds, CellSide, most);
            if (most == 1 || all.Sum(Touches) <= TouchesAlways + (TouchesPerEdge * all.Count))
                break;
        }
        starts = new int[grid.Count + 1];
        foreach (var cell in all.SelectMany(Touched))
            starts[cell + 1]++;
        for (var cell = 0; cell < grid.Count; cell++)
            starts[cell + 1] += starts[cell];
        edges = new ZoneEdge[starts[^1]];
        var next = starts.ToArray();
        foreach (var edge in all)
        {
            foreach (var cell in Touched(edge))
                edges[next[cell]++] = edge;
        }
    }

    /// <summary>Adds the edges within a distance of a place, some of them more than once.</summary>
    public void Near(LocalPosition place, double distance, List<ZoneEdge> near)
    {
        if (edges.Length == 0 || place.East + distance < grid.Bounds.West || place.East - distance > grid.Bounds.East
            || place.North + distance < grid.Bounds.South || place.North - distance > grid.Bounds.North)
            return;
        var (west, east) = (grid.Column(place.East - distance - grid.Guard), grid.Column(place.East + distance + grid.Guard));
        for (var row = grid.Row(place.North - distance - grid.Guard); row <= grid.Row(place.North + distance + grid.Guard); row++)
        {
            // Cells of a row lie one after another, and so do their edges.
            var (first, last) = (starts[(row * grid.Columns) + west], starts[(row * grid.Columns) + east + 1]);
            foreach (ref readonly var edge in edges.AsSpan(first, last - first))
            {
                if (place.IsWithin(distance, edge.From, edge.To))
                    near.Add(edge);
            }
        }
    }

    // At most: a line enters a cell over its row's or its column's border.
    private long Touches(ZoneEdge edge) => 1L
        + Math.Abs(grid.Column(edge.To.East) - grid.Column(edge.From.East)) + Math.Abs(grid.Row(edge.To.North) - grid.Row(edge.From.North));

    private IEnumerable<int> Touched(ZoneEdge edge)
    {
        var line = PolygonEdge.Between(edge.From, edge.To);
        for (var row = grid.Row(line.South - grid.Guard); row <= grid.Row(line.North + grid.Guard); row++)
        {
            var (a, b) = line.South < line.North
                ? (line.EastAt(grid.SouthOf(row) - grid.Guard), line.EastAt(grid.SouthOf(row + 1) + grid.Guard))
                : (line.SouthEast, line.NorthEast);
            for (var column = grid.Column(Math.Min(a, b) - grid.Guard); column <= grid.Column(Math.Max(a, b) + grid.Guard); column++)
                yield return (row * grid.Columns) + column;
        }
    }
}
