using AutoValley.Server.Services;
using AutoValley.Server.Site.Watching;
using AutoValley.Site;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Tests.Site;

/// <summary>Many vehicles come as responses that any client takes.</summary>
public sealed class OccupancyViewTests
{
    private const int Many = 10_000;

    // A client's default is 4 MiB.
    private const int Largest = 1 << 20;

    private static readonly Map Ground = MapFile.Read(MadeDrive.Map, new MapReadOptions());

    [Fact]
    public void Of_SnapshotOfManyVehicles_ComesInPartsOfOneVersion()
    {
        var parts = new OccupancyView("").Of(new BoardNews(7, null, Ground, 3, FellBehind: true, Presences(Many)));
        Assert.InRange(parts.Count, 2, 100);
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, Largest));
        Assert.Equal(Many, parts.SelectMany(part => part.Snapshot.Vehicles).DistinctBy(vehicle => vehicle.Vehicle).Count());
        Assert.All(parts, part => Assert.Equal((7ul, 3u), (part.Version, part.Snapshot.MapVersion)));
        Assert.Equal([.. Enumerable.Repeat(true, parts.Count - 1), false], parts.Select(part => part.Snapshot.More));
        Assert.Equal([true, .. Enumerable.Repeat(false, parts.Count - 1)], parts.Select(part => part.Snapshot.FellBehind));
    }

    [Fact]
    public void Of_ManyChangesAndManyThatAreGone_ComesInParts()
    {
        var view = new OccupancyView("");
        view.Of(new BoardNews(7, null, Ground, 3, FellBehind: false, Presences(2 * Many)));
        var news = Presences(2 * Many).Select((presence, number) => number < Many ? presence : presence with { Cleared = new Clearance("Ann", 5), Zones = [] });
        var parts = view.Of(new BoardNews(8, 7, Ground, 3, FellBehind: false, [.. news]));
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, Largest));
        Assert.Equal((Many, Many), (parts.Sum(part => part.Changes.Vehicles.Count), parts.SelectMany(part => part.Changes.Gone).Distinct().Count()));
    }

    [Fact]
    public void Of_NoVehicles_IsOneSnapshotAndNoChanges()
    {
        var view = new OccupancyView("");
        Assert.False(Assert.Single(view.Of(new BoardNews(7, null, null, 0, FellBehind: false, []))).Snapshot.More);
        Assert.Empty(view.Of(new BoardNews(8, 7, null, 0, FellBehind: false, [])));
    }

    private static List<VehiclePresence> Presences(int count)
    {
        Zone[] zones = [Ground.Find("A")!, Ground.Find("W")!];
        return
        [
            .. Enumerable.Range(0, count).Select(number => new VehiclePresence(
                new VehicleName("organisation-of-a-usual-length", $"vehicle-{number}"), VehicleDescription.Unknown, new VehicleFix(5, new LocalPosition(1, 2)), 6)
            {
                Zones = [.. zones.Select(zone => new AutoValley.Site.Occupancy.ZonePresence(zone, AutoValley.Site.Occupancy.ZoneState.In, 5))],
            }),
        ];
    }
}
