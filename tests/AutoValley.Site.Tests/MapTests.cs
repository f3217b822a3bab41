using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests;

public sealed class MapTests
{
    private static readonly LocalProjection Projection = new(new Position(49.62, -107.45));

    [Fact]
    public void ZonesAt_ManyRandomZones_EqualsAskingEveryZone()
    {
        var random = new Random(3);
        var zones = Enumerable.Range(0, 300).Select(i => Triangle($"Z{i}", random, size: i % 50 == 0 ? 2_000 : 150)).ToList();
        var map = MapOf(zones);
        for (var i = 0; i < 20_000; i++)
        {
            var place = new LocalPosition((random.NextDouble() - 0.5) * 3_000, (random.NextDouble() - 0.5) * 3_000);
            var position = Projection.Unproject(place);
            var expected = zones.Where(zone => zone.Shape.Contains(Projection.Project(position.Latitude, position.Longitude)));
            Assert.Equal(expected.Select(zone => zone.Name).Order(), map.ZonesAt(position.Latitude, position.Longitude).Select(zone => zone.Name).Order());
        }
    }

    [Fact]
    public void ZonesAt_ZoneWithinAZone_SmallestFirst()
    {
        var map = MapOf([Square("City", 100), Square("Crossing", 10), Square("Street", 40)]);
        Assert.Equal(["Crossing", "Street", "City"], map.ZonesAt(49.62, -107.45).Select(zone => zone.Name));
    }

    [Theory]
    [InlineData(double.NaN, -107.45)]
    [InlineData(49.62, double.NaN)]
    [InlineData(double.PositiveInfinity, -107.45)]
    [InlineData(49.7, -107.45)]
    public void ZonesAt_NowhereOnTheMap_IsEmpty(double latitude, double longitude) =>
        Assert.Empty(MapOf([Square("City", 100)]).ZonesAt(latitude, longitude));

    [Fact]
    public void ZonesAt_MapWithoutZones_IsEmpty() => Assert.Empty(MapOf([]).ZonesAt(49.62, -107.45));

    [Fact]
    public void Constructor_NameUsedTwice_Throws()
    {
        var error = Assert.Throws<SiteMapException>(() => MapOf([Square("A", 1), Square("B", 2), Square("A", 3)]));
        Assert.Equal("zone \"A\": the name is used twice", error.Message);
    }

    [Theory]
    [InlineData("Nowhere", "zone \"A\": its parent \"Nowhere\" is no zone")]
    [InlineData("A", "zone \"A\": its parents form a circle")]
    [InlineData("B", "zone \"A\": its parents form a circle")]
    public void Constructor_ParentUnusable_Throws(string parent, string message)
    {
        var error = Assert.Throws<SiteMapException>(() => MapOf([Square("A", 1) with { Parent = parent }, Square("B", 2) with { Parent = "A" }]));
        Assert.Equal(message, error.Message);
    }

    private static Map MapOf(IReadOnlyList<Zone> zones) => new("test", Projection, null, zones, []);

    private static Zone Square(string name, double half) => ZoneOf(name, new(-half, -half), new(half, -half), new(half, half), new(-half, half));

    private static Zone Triangle(string name, Random random, double size)
    {
        var (east, north) = ((random.NextDouble() - 0.5) * 2_500, (random.NextDouble() - 0.5) * 2_500);
        LocalPosition Corner() => new(east + (random.NextDouble() * size), north + (random.NextDouble() * size));
        return ZoneOf(name, Corner(), Corner(), Corner());
    }

    private static Zone ZoneOf(string name, params LocalPosition[] corners) => new(name, ZoneKind.Other, new Polygon([new Ring(corners)]));
}
