using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rendering;

/// <summary>Arrows along a zone's direction.</summary>
internal static class DirectionArrows
{
    /// <summary>Places with headings: spread evenly along the line, at least one; in the label's place where one heading holds for all.</summary>
    /// <param name="zone">With a direction.</param>
    /// <param name="spacing">Metres between two of them.</param>
    public static IEnumerable<(LocalPosition Place, double Heading)> Of(Zone zone, double spacing)
    {
        var direction = zone.Direction!;
        if (direction.Heading is { } heading)
        {
            yield return (LabelPlace.Of(zone.Shape).Place, heading);
            yield break;
        }
        var length = Line.Length(direction.Line);
        var count = Math.Max(1, (int)(length / spacing));
        var (passed, next) = (0.0, 0);
        foreach (var (from, to) in direction.Line.Zip(direction.Line.Skip(1)))
        {
            var step = from.DistanceTo(to);
            for (; next < count && (next + 0.5) * length / count <= passed + step; next++)
                yield return (from.Towards(to, (((next + 0.5) * length / count) - passed) / step), direction.HeadingAt(from.Towards(to, 0.5)));
            passed += step;
        }
    }
}
