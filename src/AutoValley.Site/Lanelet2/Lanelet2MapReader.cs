using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>
/// Reads Lanelet2's OSM: lanelets between their left and right bound become zones named <c>L{id}</c> with their direction of travel and speed limit,
/// areas (multipolygons) zones named <c>A{id}</c>. Lines, signs and other regulatory elements are not zones and are skipped.
/// </summary>
public static class Lanelet2MapReader
{
    /// <summary>All of it or nothing.</summary>
    /// <exception cref="SiteMapException">It is no such map, or beyond a limit; the message names line and reason.</exception>
    public static Map Read(ReadOnlyMemory<byte> bytes, MapLimits? limits = null)
    {
        limits ??= new MapLimits();
        if (bytes.Length > limits.MaximumBytes)
            throw new SiteMapException($"longer than {limits.MaximumBytes} bytes");
        var document = new OsmDocument(XmlDocumentReader.Read(bytes, "osm"));
        var projection = ProjectionOf(document, limits);
        var zones = new ZoneMaker(document, projection, limits).Make();
        return zones.Count > 0 ? new Map("", projection, null, zones, []) : throw new SiteMapException("the map has no lanelet and no area");
    }

    private static LocalProjection ProjectionOf(OsmDocument document, MapLimits limits)
    {
        var bounds = document.Nodes.Aggregate(Bounds.Empty, (all, position) => all.Including(new LocalPosition(position.Longitude, position.Latitude)));
        if (bounds == Bounds.Empty)
            throw new SiteMapException("the map has no node");
        var projection = new LocalProjection(new Position((bounds.South + bounds.North) / 2, (bounds.West + bounds.East) / 2));
        return document.Nodes.All(position => projection.Project(position.Latitude, position.Longitude).DistanceTo(default) <= limits.MaximumRadius)
            ? projection : throw new SiteMapException($"a node lies more than {limits.MaximumRadius / 1000} km from the middle of the map");
    }
}
