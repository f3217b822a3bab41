namespace AutoValley.Site.Geometry;

/// <summary>What two polygons have in common, by strips from south to north: good to some percent, which says whether they lie over each other or only touch.</summary>
internal static class PolygonOverlap
{
    private const int Strips = 256;

    // Neighbours in a map that was measured, or sampled from curves, lie over each other by centimetres along the edge that they share.
    private const double LeastArea = 1;
    private const double LeastWidth = 0.25;

    /// <summary>Whether they share at least a square metre that is, in the mean, 0.25 m wide.</summary>
    public static bool IsMoreThanAnEdge(Polygon one, Polygon other)
    {
        var (south, north) = (Math.Max(one.Bounds.South, other.Bounds.South), Math.Min(one.Bounds.North, other.Bounds.North));
        if (!one.Bounds.Overlaps(other.Bounds))
            return false;
        var (area, bounds, step) = (0.0, Bounds.Empty, (north - south) / Strips);
        for (var strip = 0; strip < Strips; strip++)
        {
            var middle = south + ((strip + 0.5) * step);
            foreach (var (west, east) in Common(Crossings(one, middle), Crossings(other, middle)))
            {
                area += (east - west) * step;
                bounds = bounds.Including(new Bounds(west, middle, east, middle));
            }
        }
        return area >= LeastArea && area >= LeastWidth * Math.Max(bounds.Width, bounds.Height + step);
    }

    // Where a line to the east goes in, out, in again…
    private static List<double> Crossings(Polygon polygon, double north)
    {
        var crossings = new List<double>();
        foreach (var edge in polygon.Edges)
        {
            if (edge.Reaches(north))
                crossings.Add(edge.EastAt(north));
        }
        crossings.Sort();
        return crossings;
    }

    private static IEnumerable<(double West, double East)> Common(List<double> one, List<double> other)
    {
        for (var (i, j) = (0, 0); i + 1 < one.Count && j + 1 < other.Count;)
        {
            var (west, east) = (Math.Max(one[i], other[j]), Math.Min(one[i + 1], other[j + 1]));
            if (west < east)
                yield return (west, east);
            if (one[i + 1] < other[j + 1])
                i += 2;
            else
                j += 2;
        }
    }
}
