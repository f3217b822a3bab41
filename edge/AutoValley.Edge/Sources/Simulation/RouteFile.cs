using System.Text.Json;

namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// Routes of a GeoJSON file (RFC 7946): the lines among its features, with <c>name</c>, <c>closed</c> (a lap; else it is driven there and back) and
/// <c>speedLimit</c> (km/h) as properties, all of which may be left out.
/// </summary>
internal static class RouteFile
{
    /// <summary>Largest file that is read.</summary>
    public const long MaximumBytes = 32 << 20;

    /// <summary>Reads a route.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Which of its lines; null takes the first.</param>
    /// <exception cref="SourceException">The file cannot be read, or has no such line.</exception>
    public static SimulationRoute Load(string path, string? name)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumBytes)
                throw new SourceException($"{path}: larger than {MaximumBytes >> 20} MiB");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var lines = Features(document.RootElement).Where(feature => Text(Member(feature, "geometry"), "type") == "LineString").ToArray();
            if (lines.FirstOrDefault(line => name is null || NameOf(line) == name) is { ValueKind: JsonValueKind.Object } found)
                return RouteOf(path, found);
            var known = string.Join(", ", lines.Select(line => $"'{NameOf(line)}'"));
            throw new SourceException($"{path}: {(lines.Length == 0 ? "no line among its features" : $"no line is called '{name}', but {known}")}");
        }
        catch (JsonException broken)
        {
            throw new SourceException($"{path}: no JSON: {broken.Message}", broken);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{path}: {unusable.Message}", unusable);
        }
    }

    private static JsonElement[] Features(JsonElement root) =>
        Member(root, "features") is { ValueKind: JsonValueKind.Array } features ? [.. features.EnumerateArray()] : [root];

    private static SimulationRoute RouteOf(string path, JsonElement feature)
    {
        var limit = Member(Member(feature, "properties"), "speedLimit") is { ValueKind: JsonValueKind.Number } given ? given.GetDouble() : double.PositiveInfinity;
        var places = Member(Member(feature, "geometry"), "coordinates") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToArray() : [];
        if (!places.All(IsPlace))
            throw new SourceException($"{path}: line '{NameOf(feature)}': a position is no [longitude, latitude, altitude]");
        var isClosed = Member(Member(feature, "properties"), "closed") is { ValueKind: JsonValueKind.True };
        return new SimulationRoute(
            NameOf(feature), [.. places.Select(place => new RoutePosition(place[1].GetDouble(), place[0].GetDouble(), place.GetArrayLength() > 2 ? place[2].GetDouble() : 0, limit))], isClosed);
    }

    private static bool IsPlace(JsonElement place) =>
        place.ValueKind == JsonValueKind.Array && place.GetArrayLength() >= 2 && place.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number);

    private static string NameOf(JsonElement feature) => Text(Member(feature, "properties"), "name") ?? "";

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
