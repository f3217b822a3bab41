using System.Text.Json;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Simulation;

/// <summary>Routes of a known shape, and those of the test ground that the demo drives on.</summary>
internal static class TestRoutes
{
    public const double MetresPerDegree = 111_194;

    public static SimulationRoute Circle(double radius, bool clockwise = false) => new("circle", [.. Enumerable.Range(0, 360).Select(i =>
    {
        var (sine, cosine) = Math.SinCos((clockwise ? -i : i) * Math.PI / 180);
        return new RoutePosition(radius * sine / MetresPerDegree, radius * cosine / MetresPerDegree, 100);
    })], IsClosed: true);

    /// <summary>Due north, rising by <paramref name="slope"/>.</summary>
    public static SimulationRoute Straight(double metres, double slope = 0, double speedLimit = double.PositiveInfinity) =>
        new("straight", [new(0, 10, 50, speedLimit), new(metres / 110_574, 10, 50 + (slope * metres))], IsClosed: false);

    public static IReadOnlyList<SimulationRoute> OfTestGround()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Where(IsRoute).Select(RouteOf)];
    }

    private static bool IsRoute(JsonElement feature) => feature.GetProperty("geometry").GetProperty("type").ValueEquals("LineString");

    private static SimulationRoute RouteOf(JsonElement feature)
    {
        var properties = feature.GetProperty("properties");
        var path = feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()
            .Select(item => new RoutePosition(item[1].GetDouble(), item[0].GetDouble(), item[2].GetDouble())).ToList();
        return new SimulationRoute(properties.GetProperty("name").GetString()!, path, properties.GetProperty("closed").GetBoolean());
    }
}
