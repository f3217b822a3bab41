using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Edge.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Simulation;

public sealed class RouteFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_DemoMap_HasItsRoutes()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson");
        foreach (var expected in TestRoutes.OfTestGround())
        {
            var route = RouteFile.Load(file, expected.Name);
            Assert.Equal((expected.Name, expected.IsClosed), (route.Name, route.IsClosed));
            Assert.Equal(expected.Path, route.Path);
        }
        Assert.Equal(TestRoutes.OfTestGround()[0].Name, RouteFile.Load(file, null).Name);
        Assert.Contains("'Hill Loop'", Assert.Throws<SourceException>(() => RouteFile.Load(file, "Moon")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LoneLine_TakesItsProperties()
    {
        var route = Load("""{ "type": "Feature", "properties": { "name": "A", "closed": true, "speedLimit": 30 }, "geometry": { "type": "LineString", "coordinates": [[10, 50], [10.1, 50, 7]] } }""");
        Assert.Equal(("A", true), (route.Name, route.IsClosed));
        Assert.Equal([new RoutePosition(50, 10, 0, 30), new RoutePosition(50, 10.1, 7, 30)], route.Path);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("7", "no line among")]
    [InlineData("{ \"features\": [7, null, { \"geometry\": { \"type\": \"Point\" } }] }", "no line among")]
    [InlineData("{ \"geometry\": { \"type\": \"LineString\", \"coordinates\": [[1, \"2\"]] } }", "a position is no")]
    [InlineData("{ \"geometry\": { \"type\": \"LineString\", \"coordinates\": [[1]] } }", "a position is no")]
    public void Load_NoRoute_SaysWhy(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<SourceException>(() => Load(text)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<SourceException>(() => RouteFile.Load(folder["nowhere"], null)).Message, StringComparison.Ordinal);
    }

    private SimulationRoute Load(string text)
    {
        File.WriteAllText(folder["route.json"], text);
        return RouteFile.Load(folder["route.json"], null);
    }
}
