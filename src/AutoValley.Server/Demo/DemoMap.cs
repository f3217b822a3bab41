using AutoValley.Site;
using AutoValley.Site.GeoJson;

namespace AutoValley.Server.Demo;

/// <summary>The made-up test ground that the server carries.</summary>
internal static class DemoMap
{
    private const string Resource = "AutoValley.Server.Demo.test-ground.geojson";

    /// <summary>What it is called.</summary>
    public const string FileName = "test-ground.geojson";

    public static Map Read() => GeoJsonMapReader.Read(Bytes());

    /// <summary>Its file.</summary>
    public static byte[] Bytes()
    {
        using var stream = typeof(DemoMap).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"resource {Resource} is not in the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
