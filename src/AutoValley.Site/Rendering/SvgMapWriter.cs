using System.Globalization;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rendering;

/// <summary>
/// Draws a map as SVG: zones by kind, their names, arrows along their directions, routes, the boundary, and a bar of scale. North is up, a unit is a metre
/// of the map's plane. The same map gives the same text.
/// </summary>
public static class SvgMapWriter
{
    // Of the drawing's larger side.
    private const double Margin = 0.04;
    private const double LineWidth = 0.0008;
    private const double LargestText = 0.014;
    private const double SmallestText = 0.0022;

    // A letter's mean width, of the text's size, in the usual faces without serifs.
    private const double LetterWidth = 0.6;

    /// <summary>UTF-8 text of a whole file.</summary>
    public static string Write(Map map)
    {
        var bounds = BoundsOf(map);
        var size = Math.Max(Math.Max(bounds.Width, bounds.Height), 1);
        var svg = new SvgText();
        Open(svg, bounds, size);
        svg.Text("title", map.Name.Length > 0 ? map.Name : "Site");
        svg.Text("style", Style(size));
        if (map.Boundary is { } boundary)
            svg.Element("path", ("class", "boundary"), ("d", PathOf(boundary)));

        // The largest first, so that none hides another.
        List<Zone> zones = [.. map.Zones.OrderByDescending(zone => zone.Shape.Area).ThenBy(zone => zone.Name, StringComparer.Ordinal)];
        foreach (var zone in zones)
            WriteZone(svg, map, zone);
        foreach (var route in map.IsPlaced ? map.Routes : [])
            svg.Element("path", ("class", "route"), ("d", SvgText.Path(route.Path.Select(position => map.Projection.Project(position.Latitude, position.Longitude)), route.IsClosed)));
        foreach (var zone in zones.Where(zone => zone.Direction is not null))
            WriteArrows(svg, zone, size);
        WriteNames(svg, zones, size);
        WriteScale(svg, bounds, size);
        svg.Close("svg");
        return svg.ToString();
    }

    private static Bounds BoundsOf(Map map)
    {
        var shapes = map.Zones.Select(zone => zone.Shape.Bounds).Concat(map.Boundary is { } boundary ? [boundary.Bounds] : []);
        var routes = map.IsPlaced ? map.Routes.SelectMany(route => route.Path).Select(position => map.Projection.Project(position.Latitude, position.Longitude)) : [];
        var bounds = routes.Aggregate(shapes.Aggregate(Bounds.Empty, (all, shape) => all.Including(shape)), (all, place) => all.Including(place));
        return bounds == Bounds.Empty ? new Bounds(0, 0, 0, 0) : bounds;
    }

    private static void Open(SvgText svg, Bounds bounds, double size)
    {
        var margin = size * Margin;
        string[] box = [SvgText.Number(bounds.West - margin), SvgText.Number(-bounds.North - margin), SvgText.Number(bounds.Width + (2 * margin)), SvgText.Number(bounds.Height + (3 * margin))];
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", string.Join(' ', box)), ("font-family", "sans-serif"));
        svg.Element("rect", ("x", box[0]), ("y", box[1]), ("width", box[2]), ("height", box[3]), ("fill", "#fbfaf7"));
    }

    // Colours that stay apart for people who do not see red and green apart, after Okabe and Ito.
    private static string Style(double size)
    {
        var width = (size * LineWidth).ToString("0.###", CultureInfo.InvariantCulture);
        var thin = (size * LineWidth / 3).ToString("0.###", CultureInfo.InvariantCulture);
        var wide = (size * LineWidth * 2).ToString("0.###", CultureInfo.InvariantCulture);
        return string.Join(' ',
            $".zone{{fill-opacity:.55;fill-rule:evenodd;stroke:#4a4a4a;stroke-width:{width};stroke-linejoin:round}}",
            ".other{fill:#d8d4c9} .track{fill:#c3cdd6} .lane{fill:#9fb3c4} .junction{fill:#e69f00} .pad{fill:#56b4e9} .workshop{fill:#cc79a7} .pit{fill:#009e73}",
            $".through{{fill:none;stroke-width:{thin}}}",
            $".exclusive{{stroke:#d55e00;stroke-width:{wide}}}",
            $".boundary{{fill:#eef1e6;stroke:#222;stroke-width:{wide};fill-rule:evenodd}}",
            $".route{{fill:none;stroke:#0072b2;stroke-opacity:.6;stroke-width:{wide};stroke-dasharray:{wide} {wide}}}",
            $".arrow{{fill:#1d3f5a}} .scale{{fill:none;stroke:#222;stroke-width:{wide}}}",
            $"text{{fill:#111;text-anchor:middle;dominant-baseline:central;paint-order:stroke;stroke:#fbfaf7;stroke-width:{wide};stroke-linejoin:round}}");
    }

    private static void WriteZone(SvgText svg, Map map, Zone zone)
    {
        // Lanes through a junction lie over each other and would hide it.
        var isThrough = zone.Parent is { } parent && map.Find(parent)!.Kind == ZoneKind.Junction;
        var classes = $"zone {ZoneKinds.NameOf(zone.Kind)}{(isThrough ? " through" : "")}{(zone.IsExclusive ? " exclusive" : "")}";
        svg.Open("path", ("class", classes), ("d", PathOf(zone.Shape)));
        svg.Text("title", Describe(zone));
        svg.Close("path");
    }

    private static string Describe(Zone zone)
    {
        var parts = new List<string> { zone.Name, ZoneKinds.NameOf(zone.Kind) };
        if (zone.Parent is { } parent)
            parts.Add($"part of {parent}");
        if (zone.SpeedLimit is { } limit)
            parts.Add($"{SvgText.Number(limit)} km/h");
        if (zone.Capacity is { } capacity)
            parts.Add($"at most {capacity} vehicles");
        if (zone.VehicleKinds is { } kinds)
            parts.Add(string.Join('/', kinds));
        return string.Join(", ", parts);
    }

    private static void WriteArrows(SvgText svg, Zone zone, double size)
    {
        var length = Math.Min(size * 0.012, Math.Max(zone.Width ?? 4, size * 0.003));
        foreach (var (place, heading) in DirectionArrows.Of(zone, length * 8))
        {
            // Pointing north, then turned clockwise.
            var (half, tail) = (SvgText.Number(length * 0.25), SvgText.Number(length * 0.4));
            svg.Element("path", ("class", "arrow"), ("d", $"M0,-{tail} {half},{tail} 0,{SvgText.Number(length * 0.2)} -{half},{tail}Z"),
                ("transform", $"translate({SvgText.Place(place)}) rotate({SvgText.Number(heading)})"));
        }
    }

    // As large as fits into the zone; not at all where that would be too small to read, or over the name of a larger zone.
    private static void WriteNames(SvgText svg, List<Zone> zones, double size)
    {
        var taken = new List<Bounds>();
        foreach (var zone in zones.Where(zone => zone.Name.Length > 0))
        {
            var (place, width, height) = LabelPlace.Of(zone.Shape);
            var font = Math.Min(Math.Min(width / (LetterWidth * zone.Name.Length), height), size * LargestText);
            var (halfWidth, halfHeight) = (LetterWidth * zone.Name.Length * font / 2, font / 2);
            var box = new Bounds(place.East - halfWidth, place.North - halfHeight, place.East + halfWidth, place.North + halfHeight);
            if (font < size * SmallestText || taken.Exists(box.Overlaps))
                continue;
            taken.Add(box);
            svg.Text("text", zone.Name, ("x", SvgText.Number(place.East)), ("y", SvgText.Number(-place.North)), ("font-size", SvgText.Number(font)));
        }
    }

    private static void WriteScale(SvgText svg, Bounds bounds, double size)
    {
        var length = RoundLength(size / 5);
        var (x, y, tick) = (bounds.West, -bounds.South + (size * Margin), size * 0.006);
        svg.Element("path", ("class", "scale"), ("d",
            $"M{SvgText.Number(x)},{SvgText.Number(y - tick)} {SvgText.Number(x)},{SvgText.Number(y)} {SvgText.Number(x + length)},{SvgText.Number(y)} {SvgText.Number(x + length)},{SvgText.Number(y - tick)}"));
        svg.Text("text", length >= 1_000 ? $"{SvgText.Number(length / 1_000)} km" : $"{SvgText.Number(length)} m",
            ("x", SvgText.Number(x + (length / 2))), ("y", SvgText.Number(y + (size * 0.015))), ("font-size", SvgText.Number(size * LargestText)));
    }

    // 1, 2 or 5 times a power of ten, at most the length.
    private static double RoundLength(double length)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(length)));
        return (length / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * power;
    }

    private static string PathOf(Polygon polygon) => string.Join(' ', polygon.Rings.Select(ring => SvgText.Path(ring.Corners, isClosed: true)));
}
