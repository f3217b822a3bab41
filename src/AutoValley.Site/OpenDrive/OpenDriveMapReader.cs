using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>
/// Reads ASAM OpenDRIVE 1.4 to 1.8 (line, arc, spiral, poly3, paramPoly3; lane offsets, sections, widths and borders; superelevation; objects'
/// outlines; speed limits). A file whose <c>geoReference</c> is missing, a placeholder or contradicts itself gives a map that is not placed, with
/// the reason in <see cref="Map.Notes"/>.
/// </summary>
public static class OpenDriveMapReader
{
    /// <summary>All of it or nothing.</summary>
    /// <exception cref="SiteMapException">It is no such map, or beyond a limit; the message names line and reason.</exception>
    public static Map Read(ReadOnlyMemory<byte> bytes, MapReadOptions? options = null)
    {
        options ??= new MapReadOptions();
        if (bytes.Length > options.Limits.MaximumBytes)
            throw new SiteMapException($"longer than {options.Limits.MaximumBytes} bytes");
        var root = XmlDocumentReader.Read(bytes, "OpenDRIVE");
        var zones = new ZoneMaker(options).Make(RoadNetwork.Read(root));
        var bounds = zones.SelectMany(zone => zone.Places).Aggregate(Bounds.Empty, (all, place) => all.Including(place));
        if (zones.Count == 0)
            throw new SiteMapException("the map has no drivable lane");
        if (double.Hypot(bounds.Width, bounds.Height) / 2 > options.Limits.MaximumRadius)
            throw new SiteMapException($"the map extends to more than {options.Limits.MaximumRadius / 1000} km from its middle");

        var header = root.Child("header")!;
        var name = header.Text("name") is { Length: > 0 } text && text.Length <= options.Limits.MaximumNameLength ? text : "";
        var placement = Placement.Of(header, options.GeoReference, bounds);
        return new Map(name, placement.Projection, null, [.. zones.Select(zone => zone.Move(placement.Move))], []) { Notes = placement.Notes };
    }
}
