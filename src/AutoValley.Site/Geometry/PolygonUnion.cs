namespace AutoValley.Site.Geometry;

/// <summary>
/// The union of rings that overlap, touch or cross themselves, as rings that do not: corners are rounded to 0.1 mm, edges split wherever they meet, and
/// the pieces kept that have the inside on one side only (winding number not 0). On whole numbers every test is exact.
/// </summary>
internal static class PolygonUnion
{
    private const double PerMetre = 10_000;

    // Far beyond any junction; products of differences stay within 64 bits.
    private const double MaximumExtent = 100_000;

    private const int MaximumEdges = 50_000;

    // The sweep is quick along an outline's larger side; edges that all lie beside or over each other would take the square of their number.
    private const long MaximumChecks = 100_000_000;
    private const int MaximumCuts = 1_000_000;

    // Splitting moves edges by rounding, which may make them meet others; each pass leaves fewer.
    private const int MaximumPasses = 16;

    // Gaps that rounding leaves between rings that should touch.
    private const double LeastHole = 0.01;
    private const double LeastArea = 0.0001;

    /// <param name="rings">Outer rings, in either direction.</param>
    /// <exception cref="SiteMapException">They extend over more than 100 km, or have more edges or crossings than a site has.</exception>
    public static IReadOnlyList<Ring> Of(IReadOnlyList<Ring> rings)
    {
        var bounds = rings.SelectMany(ring => ring.Corners).Aggregate(Bounds.Empty, (all, corner) => all.Including(corner));
        if (!(bounds.Width <= MaximumExtent && bounds.Height <= MaximumExtent))
            throw new SiteMapException($"an outline extends over more than {MaximumExtent / 1000} km");
        if (rings.Sum(ring => ring.Corners.Count) > MaximumEdges)
            throw new SiteMapException($"an outline of more than {MaximumEdges} edges");
        var grid = new Grid(new LocalPosition(bounds.West, bounds.South), bounds.Height > bounds.Width);
        List<GridEdge> edges = [.. rings.SelectMany(ring => EdgesOf(ring, grid))];
        for (var pass = 0; pass < MaximumPasses && Split(edges, out var split); pass++)
            edges = split;
        return [.. Chain(Outline(edges)).Select(ring => RingOf(ring, grid)).OfType<Ring>()];
    }

    private static IEnumerable<GridEdge> EdgesOf(Ring ring, Grid grid)
    {
        var corners = ring.Corners.Select(grid.PointOf).ToList();
        var twice = corners.Select((corner, i) => GridPoint.Cross(corners[0], corner, corners[(i + 1) % corners.Count])).Aggregate((a, b) => a + b);
        if (twice < 0)
            corners.Reverse();
        return corners.Select((corner, i) => new GridEdge(corner, corners[(i + 1) % corners.Count])).Where(edge => edge.From != edge.To);
    }

    private static bool Split(List<GridEdge> edges, out List<GridEdge> result)
    {
        var cuts = new List<GridPoint>?[edges.Count];
        var order = Enumerable.Range(0, edges.Count).OrderBy(i => edges[i].West).ToArray();
        var (open, checks, count) = (new List<int>(), 0L, 0);
        foreach (var i in order)
        {
            open.RemoveAll(j => edges[j].East < edges[i].West);
            checks += open.Count;
            if (checks > MaximumChecks || count > MaximumCuts)
                throw TooOften();
            foreach (var j in open)
            {
                foreach (var place in edges[i].Meets(edges[j]))
                {
                    count++;
                    if (place != edges[i].From && place != edges[i].To)
                        (cuts[i] ??= []).Add(place);
                    if (place != edges[j].From && place != edges[j].To)
                        (cuts[j] ??= []).Add(place);
                }
            }
            open.Add(i);
        }
        result = [.. edges.SelectMany((edge, i) => cuts[i] is { } places ? edge.Cut(places) : [edge])];
        return cuts.Any(cut => cut is not null);
    }

    // Each piece once, with how often it is gone in its direction, then only those with the inside on one side.
    private static List<GridEdge> Outline(List<GridEdge> edges)
    {
        var counts = new Dictionary<GridEdge, int>();
        foreach (var edge in edges)
        {
            var forward = edge.IsForward ? edge : edge.Reversed;
            counts[forward] = counts.GetValueOrDefault(forward) + (edge.IsForward ? 1 : -1);
        }
        GridPiece[] pieces = [.. counts.Where(piece => piece.Value != 0).Select(piece => new GridPiece(piece.Key, piece.Value))];
        var columns = new GridColumns(pieces);
        if (pieces.Sum(piece => (long)columns.CountAtMiddle(piece.Edge)) > MaximumChecks)
            throw TooOften();
        var outline = new List<GridEdge>();
        foreach (var (edge, count) in pieces)
        {
            var beyond = -columns.SumNorthOfMiddle(edge);

            // Of an upright edge the place counts as just east of it, so what was found is its right; of any other, its left.
            var (left, right) = edge.IsUpright ? (beyond + count, beyond) : (beyond, beyond - count);
            if (left != 0 != (right != 0))
                outline.Add(left != 0 ? edge : edge.Reversed);
        }
        return outline;
    }

    private static SiteMapException TooOften() => new("an outline whose edges lie over each other too often");

    private static List<List<GridPoint>> Chain(List<GridEdge> outline)
    {
        var rings = new List<List<GridPoint>>();
        var next = outline.GroupBy(edge => edge.From).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var start in outline)
        {
            if (!next[start.From].Remove(start))
                continue;
            var (ring, edge) = (new List<GridPoint> { start.From }, start);
            while (edge.To != start.From && next.GetValueOrDefault(edge.To) is { Count: > 0 } ways)
            {
                ring.Add(edge.To);

                // The sharpest turn to the left stays with the inside there is on the left, so that areas that meet in a corner stay two.
                edge = ways.MaxBy(edge.TurnTo);
                ways.Remove(edge);
            }
            rings.Add(ring);
        }
        return rings;
    }

    private static Ring? RingOf(List<GridPoint> places, Grid grid)
    {
        if (places.Count < 3)
            return null;
        var isHole = places.Select((place, i) => GridPoint.Cross(places[0], place, places[(i + 1) % places.Count])).Aggregate((a, b) => a + b) < 0;
        var ring = new Ring(places.ConvertAll(grid.PlaceOf), isHole);
        return ring.Area >= (isHole ? LeastHole : LeastArea) ? ring : null;
    }

    /// <summary>Tenths of millimetres from an origin, x along the larger side: seen in a mirror where that is the upright one.</summary>
    private sealed record Grid(LocalPosition Origin, bool IsMirrored)
    {
        public GridPoint PointOf(LocalPosition place)
        {
            var (east, north) = ((long)Math.Round((place.East - Origin.East) * PerMetre), (long)Math.Round((place.North - Origin.North) * PerMetre));
            return IsMirrored ? new(north, east) : new(east, north);
        }

        public LocalPosition PlaceOf(GridPoint point)
        {
            var (x, y) = IsMirrored ? (point.Y, point.X) : (point.X, point.Y);
            return new(Origin.East + (x / PerMetre), Origin.North + (y / PerMetre));
        }
    }
}
