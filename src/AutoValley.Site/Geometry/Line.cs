namespace AutoValley.Site.Geometry;

/// <summary>Lines of the local plane, given as their places in order.</summary>
internal static class Line
{
    /// <summary>Metres from the first place to the last.</summary>
    public static double Length(IReadOnlyList<LocalPosition> line)
    {
        var length = 0.0;
        for (var i = 1; i < line.Count; i++)
            length += line[i - 1].DistanceTo(line[i]);
        return length;
    }

    /// <summary>Its places without those that repeat the one before.</summary>
    public static List<LocalPosition> Distinct(IEnumerable<LocalPosition> line)
    {
        var distinct = new List<LocalPosition>();
        foreach (var place in line)
        {
            if (distinct.Count == 0 || place != distinct[^1])
                distinct.Add(place);
        }
        return distinct;
    }

    /// <summary>The corners of the ring that it is when its end leads back to its start: <see cref="Distinct"/>, and the last is not the first.</summary>
    public static List<LocalPosition> DistinctRound(IEnumerable<LocalPosition> line)
    {
        var corners = Distinct(line);
        if (corners.Count > 1 && corners[0] == corners[^1])
            corners.RemoveAt(corners.Count - 1);
        return corners;
    }

    /// <summary>Places that divide it into steps of one length, its first and last among them.</summary>
    public static IEnumerable<LocalPosition> Divide(IReadOnlyList<LocalPosition> line, int steps)
    {
        var (length, passed, at) = (Length(line), 0.0, 0);
        var edge = line[0].DistanceTo(line[1]);
        for (var i = 0; i <= steps; i++)
        {
            var way = length * i / steps;
            while (way > passed + edge && at + 2 < line.Count)
            {
                passed += edge;
                at++;
                edge = line[at].DistanceTo(line[at + 1]);
            }
            yield return line[at].Towards(line[at + 1], edge > 0 ? Math.Min(1, (way - passed) / edge) : 0);
        }
    }
}
