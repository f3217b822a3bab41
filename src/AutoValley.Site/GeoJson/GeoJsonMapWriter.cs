using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.GeoJson;

/// <summary>Writes a map as the GeoJSON that <see cref="GeoJsonMapReader"/> reads; FORMAT.md beside it has every member.</summary>
public static class GeoJsonMapWriter
{
    // A micrometre: rounding must not make edges of thin zones cross. What was read with no more digits is written again as it was.
    private const int DegreeDigits = 11;
    private const int MetreDigits = 3;

    // The file is no part of a page, and names stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8, a line for each feature. The same map gives the same bytes.</summary>
    /// <exception cref="SiteMapException">The map is not placed: GeoJSON has no other positions than those on the Earth.</exception>
    public static byte[] Write(Map map)
    {
        if (!map.IsPlaced)
            throw new SiteMapException("a map that does not say where on the Earth it lies cannot be written as GeoJSON");
        var features = new List<string>();
        if (map.Boundary is { } boundary)
            features.Add(Feature(json => json.WriteString("kind", "boundary"), json => Area(json, boundary, map.Projection)));
        features.AddRange(map.Zones.Select(zone => Feature(json => Properties(json, zone, map.Projection), json => Area(json, zone.Shape, map.Projection))));
        features.AddRange(map.Routes.Select(route => Feature(json => Properties(json, route), json => Line(json, route))));
        var name = map.Name.Length == 0 ? "" : $"\"name\":\"{JsonEncodedText.Encode(map.Name, Options.Encoder)}\",";
        return Encoding.UTF8.GetBytes($"{{\"type\":\"FeatureCollection\",{name}\"features\":[\n{string.Join(",\n", features)}\n]}}\n");
    }

    private static string Feature(Action<Utf8JsonWriter> properties, Action<Utf8JsonWriter> geometry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("properties");
            properties(json);
            json.WriteEndObject();
            json.WriteStartObject("geometry");
            geometry(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Properties(Utf8JsonWriter json, Zone zone, LocalProjection projection)
    {
        json.WriteString("name", zone.Name);
        if (zone.Kind != ZoneKind.Other)
            json.WriteString("kind", ZoneKinds.NameOf(zone.Kind));
        if (zone.Parent is { } parent)
            json.WriteString("parent", parent);
        if (zone.Capacity is { } capacity)
            json.WriteNumber("capacity", capacity);
        if (zone.SpeedLimit is { } limit)
            json.WriteNumber("speed_limit", limit);
        if (zone.Width is { } width)
            json.WriteNumber("width", Math.Round(width, MetreDigits));
        if (zone.IsExclusive)
            json.WriteBoolean("exclusive", true);
        if (zone.VehicleKinds is { } kinds)
        {
            json.WriteStartArray("vehicle_kinds");
            foreach (var kind in kinds)
                json.WriteStringValue(kind);
            json.WriteEndArray();
        }
        if (zone.Direction is { Heading: { } heading })
            json.WriteNumber("direction", heading);
        else if (zone.Direction is { } direction)
            Places(json, "direction", direction.Line.Select(projection.Unproject));
    }

    private static void Properties(Utf8JsonWriter json, Route route)
    {
        json.WriteString("name", route.Name);
        json.WriteBoolean("closed", route.IsClosed);
    }

    private static void Line(Utf8JsonWriter json, Route route)
    {
        json.WriteString("type", "LineString");
        Places(json, "coordinates", route.IsClosed ? route.Path.Append(route.Path[0]) : route.Path);
    }

    private static void Area(Utf8JsonWriter json, Polygon polygon, LocalProjection projection)
    {
        // A hole belongs to the smallest outer ring around it.
        var areas = polygon.Rings.Where(ring => !ring.IsHole).Select(outer => new List<Ring> { outer }).ToList();
        foreach (var hole in polygon.Rings.Where(ring => ring.IsHole))
            (areas.Where(area => new Polygon([area[0]]).Contains(Inside(hole))).MinBy(area => area[0].Area) ?? areas[0]).Add(hole);
        json.WriteString("type", areas.Count == 1 ? "Polygon" : "MultiPolygon");
        json.WriteStartArray("coordinates");
        foreach (var area in areas)
        {
            if (areas.Count > 1)
                json.WriteStartArray();
            foreach (var ring in area)
                Places(json, null, ring.Corners.Append(ring.Corners[0]).Select(projection.Unproject));
            if (areas.Count > 1)
                json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    // The middle of an edge: a corner may be shared with the ring around it.
    private static LocalPosition Inside(Ring hole) => hole.Corners[0].Towards(hole.Corners[1], 0.5);

    private static void Places(Utf8JsonWriter json, string? name, IEnumerable<Position> positions)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (var position in positions)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(position.Longitude, DegreeDigits));
            json.WriteNumberValue(Math.Round(position.Latitude, DegreeDigits));
            if (position.Altitude != 0)
                json.WriteNumberValue(Math.Round(position.Altitude, MetreDigits));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
