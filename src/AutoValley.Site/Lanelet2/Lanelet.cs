using AutoValley.Site.Geometry;

namespace AutoValley.Site.Lanelet2;

/// <summary>The plan of a lanelet: its two bounds, both in its direction of travel.</summary>
internal sealed record Lanelet(IReadOnlyList<LocalPosition> Left, IReadOnlyList<LocalPosition> Right)
{
    /// <summary>Bounds as the ways have them, each in either direction: they are turned so that both lead the same way and the left one lies on the left.</summary>
    public static Lanelet Of(IReadOnlyList<LocalPosition> left, IReadOnlyList<LocalPosition> right)
    {
        var straight = left[0].DistanceTo(right[0]) + left[^1].DistanceTo(right[^1]);
        var crossed = left[0].DistanceTo(right[^1]) + left[^1].DistanceTo(right[0]);
        var lanelet = new Lanelet(left, crossed < straight ? Turned(right) : right);
        return lanelet.IsLeftOnTheLeft ? lanelet : new Lanelet(Turned(lanelet.Left), Turned(lanelet.Right));
    }

    /// <summary>Along the left bound and back along the right one.</summary>
    public Ring Ring
    {
        get
        {
            List<LocalPosition> corners = [.. Left.Concat(Right.Reverse())];
            return new Ring([.. corners.Where((corner, i) => corner != corners[(i + 1) % corners.Count])]);
        }
    }

    /// <summary>From the start to the end, midway between the bounds.</summary>
    public List<LocalPosition> Middle
    {
        get
        {
            var steps = Math.Max(Left.Count, Right.Count) - 1;
            List<LocalPosition> line = [.. Enumerable.Range(0, steps + 1).Select(i => Along(Left, (double)i / steps).Towards(Along(Right, (double)i / steps), 0.5))];
            return [.. line.Where((place, i) => i == 0 || place != line[i - 1])];
        }
    }

    // Forward on the left and back on the right goes round clockwise, which the shoelace formula counts below 0.
    private bool IsLeftOnTheLeft
    {
        get
        {
            List<LocalPosition> corners = [.. Left.Concat(Right.Reverse())];
            return corners.Zip(corners.Skip(1)).Sum(edge =>
                ((edge.First.East - corners[0].East) * (edge.Second.North - corners[0].North))
                - ((edge.Second.East - corners[0].East) * (edge.First.North - corners[0].North))) <= 0;
        }
    }

    private static LocalPosition[] Turned(IReadOnlyList<LocalPosition> line) => [.. line.Reverse()];

    // The place at a share of the way along a line.
    private static LocalPosition Along(IReadOnlyList<LocalPosition> line, double share)
    {
        var rest = share * line.Zip(line.Skip(1)).Sum(pair => pair.First.DistanceTo(pair.Second));
        for (var i = 0; i + 1 < line.Count; i++)
        {
            var length = line[i].DistanceTo(line[i + 1]);
            if (rest <= length || i + 2 == line.Count)
                return line[i].Towards(line[i + 1], length > 0 ? Math.Min(1, rest / length) : 0);
            rest -= length;
        }
        return line[^1];
    }
}
