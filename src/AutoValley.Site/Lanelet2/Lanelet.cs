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
    public Ring Ring => new(Line.DistinctRound(Left.Concat(Right.Reverse())));

    /// <summary>From the start to the end, midway between the bounds.</summary>
    public List<LocalPosition> Middle
    {
        get
        {
            var steps = Math.Max(Left.Count, Right.Count) - 1;
            return Line.Distinct(Line.Divide(Left, steps).Zip(Line.Divide(Right, steps), (left, right) => left.Towards(right, 0.5)));
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
}
