using AutoValley.Site.Geometry;

namespace AutoValley.Site.OpenDrive;

/// <summary>A lane's rings, middle line and mean width, from the rows of its section.</summary>
internal sealed record LaneOutline(IReadOnlyList<Ring> Rings, IReadOnlyList<LocalPosition> Middle, double Width)
{
    // Where a lane is narrower it has not begun or has ended.
    private const double NoWidth = 0.001;

    /// <summary>Null where the lane is nowhere.</summary>
    public static LaneOutline? Of(IReadOnlyList<LocalPosition[]> rows, int left)
    {
        var rings = new List<Ring>();
        var (middle, length) = (new List<LocalPosition>(), 0.0);
        for (var i = 0; i + 1 < rows.Count; i++)
        {
            if (!IsOpen(rows, left, i))
                continue;
            var first = i;
            while (i + 1 < rows.Count && IsOpen(rows, left, i))
                i++;
            if (RingOf(rows, left, first, i) is not { } ring)
                continue;
            rings.AddRange(RingCrossings.Any([ring]) ? PolygonUnion.Of([ring]) : [ring]);
            var line = Line.Distinct(Enumerable.Range(first, i - first + 1).Select(row => rows[row][left].Towards(rows[row][left + 1], 0.5)));
            length += Line.Length(line);
            middle.AddRange(line);
        }
        middle = Line.Distinct(middle);
        if (rings.Count == 0 || middle.Count < 2)
            return null;
        return new LaneOutline(rings, middle, rings.Sum(ring => ring.IsHole ? -ring.Area : ring.Area) / length);
    }

    // Whether the lane is open between a row and the next.
    private static bool IsOpen(IReadOnlyList<LocalPosition[]> rows, int left, int row) =>
        WidthAt(rows[row], left) > NoWidth || WidthAt(rows[row + 1], left) > NoWidth;

    private static double WidthAt(LocalPosition[] row, int left) => row[left].DistanceTo(row[left + 1]);

    private static Ring? RingOf(IReadOnlyList<LocalPosition[]> rows, int left, int first, int last)
    {
        var count = last - first + 1;
        var corners = Line.DistinctRound([
            .. Enumerable.Range(first, count).Select(row => rows[row][left + 1]),
            .. Enumerable.Range(first, count).Reverse().Select(row => rows[row][left]),
        ]);
        return corners.Count >= 3 && new Ring(corners) is { Area: > NoWidth * NoWidth } ring ? ring : null;
    }
}
