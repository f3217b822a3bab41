using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>Where the file's plane lies on the Earth, if anywhere.</summary>
/// <param name="Projection">The map's; null where the file does not say, or not credibly.</param>
/// <param name="Move">From the file's plane into the map's.</param>
/// <param name="Notes">Why it is not placed.</param>
internal sealed record Placement(LocalProjection? Projection, Converter<LocalPosition, LocalPosition> Move, IReadOnlyList<string> Notes)
{
    /// <exception cref="SiteMapException">The reference the caller gave cannot be used.</exception>
    public static Placement Of(XmlNode header, string? given, Bounds bounds)
    {
        var node = header.Child("geoReference");
        try
        {
            if ((given ?? node?.Content) is not { } text)
                return Nowhere("no geoReference: the map is not placed");
            return At(GeoReference.Parse(text), OffsetOf(header), bounds);
        }
        catch (FormatException exception) when (given is not null)
        {
            throw new SiteMapException($"the given geoReference: {exception.Message}", exception);
        }
        catch (FormatException exception)
        {
            return Nowhere($"line {node!.Line}: geoReference not used, {exception.Message}: the map is not placed");
        }
    }

    private static Placement Nowhere(string note) => new(null, place => place, [note]);

    private static Placement At(IPlaneProjection plane, Pose offset, Bounds bounds)
    {
        foreach (var corner in bounds.Corners)
        {
            if (!plane.Covers(offset.Move(corner.East, corner.North)))
                throw new FormatException($"the roads at x {corner.East:F0}, y {corner.North:F0} lie far outside of what it covers");
        }
        var middle = offset.Move((bounds.West + bounds.East) / 2, (bounds.South + bounds.North) / 2);
        var projection = new LocalProjection(plane.Unproject(middle) with { Altitude = 0 });
        return new Placement(projection, Move, []);

        LocalPosition Move(LocalPosition place)
        {
            var position = plane.Unproject(offset.Move(place.East, place.North));
            return projection.Project(position.Latitude, position.Longitude);
        }
    }

    // 1.7 and later: the file's origin in the projected plane.
    private static Pose OffsetOf(XmlNode header) => header.Child("offset") is { } offset
        ? new Pose(new LocalPosition(offset.Number("x"), offset.Number("y")), offset.Number("hdg", 0)) : default;
}
