using AutoValley.Site;
using AutoValley.Site.GeoJson;

namespace AutoValley.Server.Demo;

/// <summary>The made-up test ground that the server carries.</summary>
internal static class DemoMap
{
    private const string Resource = "AutoValley.Server.Demo.test-ground.geojson";

    public static Map Read()
    {
        using var stream = typeof(DemoMap).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"resource {Resource} is not in the assembly");
        return GeoJsonMapReader.Read(stream);
    }
}
