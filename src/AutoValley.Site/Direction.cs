using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>The way vehicles go through a zone: one heading for all of it, or along a line. Immutable.</summary>
public sealed class Direction
{
    private readonly double? heading;

    private Direction(double? heading, IReadOnlyList<LocalPosition> line) => (this.heading, Line) = (heading, line);

    /// <summary>The line vehicles go along, first place first; empty where one heading holds for the whole zone.</summary>
    public IReadOnlyList<LocalPosition> Line { get; }

    /// <summary>The heading that holds for the whole zone, as <see cref="HeadingAt"/>; null where it follows a line.</summary>
    public double? Heading => heading;

    /// <param name="degrees">0 is north, clockwise; brought into 0 to 360.</param>
    public static Direction Towards(double degrees) => new(Turn(degrees), []);

    /// <param name="line">At least two places, each apart from the one before.</param>
    /// <exception cref="ArgumentException">The line is none.</exception>
    public static Direction Along(IReadOnlyList<LocalPosition> line)
    {
        if (line.Count < 2 || line.Zip(line.Skip(1)).Any(pair => pair.First == pair.Second))
            throw new ArgumentException("a line needs two places, each apart from the one before", nameof(line));
        return new Direction(null, line);
    }

    /// <summary>Degrees, 0 to below 360, 0 is north, clockwise: of the part of the line that lies nearest to the place.</summary>
    public double HeadingAt(LocalPosition place)
    {
        if (heading is { } all)
            return all;
        var (nearest, best) = (0, double.PositiveInfinity);
        for (var i = 0; i + 1 < Line.Count; i++)
        {
            var distance = place.DistanceTo(Line[i], Line[i + 1]);
            if (distance < best)
                (nearest, best) = (i, distance);
        }
        var (from, to) = (Line[nearest], Line[nearest + 1]);
        return Turn(double.RadiansToDegrees(Math.Atan2(to.East - from.East, to.North - from.North)));
    }

    private static double Turn(double degrees)
    {
        var turned = degrees % 360;
        return turned < 0 ? (turned + 360) % 360 : turned;
    }
}
