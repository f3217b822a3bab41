using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests;

/// <summary>The made-up test ground that the demo drives on.</summary>
public sealed class TestGroundTests
{
    private static readonly Map Ground = Load();

    [Fact]
    public void Boundary_IsOfTwoPointSixSquareKilometres() => Assert.InRange(Ground.Boundary!.Area, 2.6e6 * 0.99, 2.6e6 * 1.01);

    [Fact]
    public void Zones_AreOfEveryKindAndWithinTheBoundary()
    {
        Assert.Equal(Enum.GetValues<ZoneKind>().Where(kind => kind != ZoneKind.Other), Ground.Zones.Select(zone => zone.Kind).Distinct().Order());
        Assert.All(Ground.Zones, zone => Assert.All(zone.Shape.Rings.SelectMany(ring => ring.Corners), place => Assert.True(Ground.Boundary!.Contains(place))));
        Assert.All(Ground.Zones, zone => Assert.Matches("^[A-Za-z0-9 .-]+$", zone.Name));
        Assert.All(Ground.Zones, zone => Assert.True(zone is { Capacity: > 0, SpeedLimit: > 0 }));
        Assert.True(Ground.Zones.Count(zone => zone.Kind == ZoneKind.Junction) >= 10);
        Assert.NotNull(Ground.Find("Skid Pad"));
    }

    [Fact]
    public void Routes_StayOnZonesAndWithinTheBoundary()
    {
        Assert.True(Ground.Routes.Count >= 6);
        foreach (var route in Ground.Routes)
        {
            Assert.All(EveryMetre(route), position =>
            {
                Assert.True(Ground.Boundary!.Contains(Ground.Projection.Project(position.Latitude, position.Longitude)), $"{route.Name} leaves the ground at {position}");
                Assert.NotEmpty(Ground.ZonesAt(position.Latitude, position.Longitude));
            });
        }
    }

    [Fact]
    public void Zones_AreAllCrossedByARoute()
    {
        var crossed = Ground.Routes.SelectMany(EveryMetre).SelectMany(position => Ground.ZonesAt(position.Latitude, position.Longitude)).ToHashSet();
        Assert.Empty(Ground.Zones.Except(crossed).Select(zone => zone.Name));
    }

    [Fact]
    public void Routes_HillAndOvalAreWhatTheyAreCalled()
    {
        var hill = Ground.Routes.Single(route => route.Name == "Hill Loop");
        Assert.InRange(hill.Path.Max(position => position.Altitude) - hill.Path.Min(position => position.Altitude), 20, 60);
        Assert.InRange(EveryMetre(Ground.Routes.Single(route => route.Name == "Oval Outer Lap")).Count(), 3_000, 3_300);
        Assert.Contains(Ground.Routes, route => !route.IsClosed);
        Assert.All(Ground.Routes, route => Assert.All(route.Path, position => Assert.InRange(position.Altitude, 700, 850)));
    }

    private static IEnumerable<Position> EveryMetre(Route route)
    {
        var path = route.IsClosed ? route.Path.Append(route.Path[0]) : route.Path;
        foreach (var (a, b) in path.Zip(path.Skip(1)))
        {
            var steps = (int)Math.Ceiling(Ground.Projection.Project(a.Latitude, a.Longitude).DistanceTo(Ground.Projection.Project(b.Latitude, b.Longitude)));
            for (var i = 0; i < steps; i++)
                yield return new Position(a.Latitude + ((b.Latitude - a.Latitude) * i / steps), a.Longitude + ((b.Longitude - a.Longitude) * i / steps));
        }
    }

    private static Map Load()
    {
        using var stream = File.OpenRead(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson"));
        return GeoJsonMapReader.Read(stream);
    }
}
