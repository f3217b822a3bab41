using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>One polygon's edges in one row of a grid, walked from the eastern columns to the western ones.</summary>
internal sealed class RowStrip
{
    private readonly List<Crossing> crossings = [];
    private readonly double south;
    private readonly double north;

    // Of the edges that lie wholly east of the column: which of them a line at the row's south crosses, even or odd, and the norths at which
    // an odd number of them begins or ends. While there is none, every line to the east crosses as many, even or odd.
    private readonly HashSet<double> changes = [];
    private bool isOdd;
    private int passed;

    public RowStrip(CellGrid grid, int row, List<PolygonEdge> edges)
    {
        (south, north) = (grid.SouthOf(row) - grid.Guard, grid.SouthOf(row + 1) + grid.Guard);
        foreach (var edge in edges)
        {
            var (a, b) = (edge.EastAt(south), edge.EastAt(north));
            crossings.Add(new Crossing(edge, grid.Column(Math.Min(a, b) - grid.Guard), grid.Column(Math.Max(a, b) + grid.Guard)));
        }
        crossings.Sort((a, b) => b.West.CompareTo(a.West));
        (West, East) = (crossings[^1].West, crossings.Max(crossing => crossing.East));
    }

    /// <summary>The westernmost column that has an edge.</summary>
    public int West { get; }

    /// <summary>The easternmost column that has an edge.</summary>
    public int East { get; }

    /// <summary>The next column to the west.</summary>
    /// <param name="column">One less than in the call before.</param>
    /// <param name="local">Takes the edges that decide for places of the cell.</param>
    /// <returns>Whether a place with none of them to its east lies inside.</returns>
    public bool MoveTo(int column, List<PolygonEdge> local)
    {
        local.Clear();
        for (; passed < crossings.Count && crossings[passed].West > column; passed++)
            Pass(crossings[passed].Edge);
        for (var i = passed; i < crossings.Count; i++)
        {
            if (crossings[i].East >= column)
                local.Add(crossings[i].Edge);
        }
        if (changes.Count == 0)
            return isOdd;
        var inside = false;
        foreach (var crossing in crossings.Take(passed))
        {
            if (crossing.Edge.South <= south && crossing.Edge.North > north)
                inside = !inside;
            else
                local.Add(crossing.Edge);
        }
        return inside;
    }

    private void Pass(PolygonEdge edge)
    {
        isOdd ^= edge.Reaches(south);
        Toggle(edge.South);
        Toggle(edge.North);
    }

    private void Toggle(double at)
    {
        if (at > south && at <= north && !changes.Remove(at))
            changes.Add(at);
    }

    private readonly record struct Crossing(PolygonEdge Edge, int West, int East);
}
