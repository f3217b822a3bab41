using System.Text.Json;

namespace AutoValley.Site.GeoJson;

/// <summary>
/// Reads a map from GeoJSON (RFC 7946), WGS84: one feature a zone, route or boundary, told apart by geometry and properties. FORMAT.md beside it has
/// every member. Mcity's own zones (features with a name and nothing else) are such a map too.
/// </summary>
public static class GeoJsonMapReader
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads the stream to its end.</summary>
    /// <exception cref="SiteMapException">It is no such map, or beyond a limit; the message names feature and reason.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static Map Read(Stream stream, MapLimits? limits = null)
    {
        limits ??= new MapLimits();
        return Read(ReadToEnd(stream, limits.MaximumBytes), limits);
    }

    /// <summary>Reads all of the bytes, at most <see cref="MapLimits.MaximumBytes"/>.</summary>
    /// <exception cref="SiteMapException">It is no such map, or beyond a limit; the message names feature and reason.</exception>
    public static Map Read(ReadOnlyMemory<byte> bytes, MapLimits? limits = null)
    {
        limits ??= new MapLimits();
        if (bytes.Length > limits.MaximumBytes)
            throw new SiteMapException($"longer than {limits.MaximumBytes} bytes");
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            using var document = JsonDocument.Parse(bytes.Span.StartsWith(mark) ? bytes[mark.Length..] : bytes, Json);
            return ReadCollection(document.RootElement, limits);
        }
        catch (JsonException exception)
        {
            throw new SiteMapException(null, (int?)exception.LineNumber + 1, $"not JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // How System.Text.Json reports a string with half a surrogate pair, at the first look at it.
            throw new SiteMapException($"not JSON: {exception.Message}", exception);
        }
    }

    private static Map ReadCollection(JsonElement root, MapLimits limits)
    {
        if (root.ValueKind != JsonValueKind.Object || TextOf(root, "type") != "FeatureCollection")
            throw new SiteMapException("not a GeoJSON FeatureCollection");
        if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw new SiteMapException("\"features\" is not an array");
        if (features.GetArrayLength() > limits.MaximumFeatures)
            throw new SiteMapException($"{features.GetArrayLength()} features are more than {limits.MaximumFeatures}");

        var builder = new MapBuilder(limits);
        foreach (var (index, feature) in features.EnumerateArray().Index())
            builder.Add(new Feature(index, feature, limits));
        var name = TextOf(root, "name");
        if (name?.Length > limits.MaximumNameLength)
            throw new SiteMapException($"the map's name is longer than {limits.MaximumNameLength} characters");
        return builder.Build(name);
    }

    private static ReadOnlyMemory<byte> ReadToEnd(Stream stream, int maximum)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > maximum)
                throw new SiteMapException($"longer than {maximum} bytes");
            bytes.Write(buffer, 0, read);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
