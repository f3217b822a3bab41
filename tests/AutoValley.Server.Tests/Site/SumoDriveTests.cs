using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Site;

/// <summary>A whole drive of 61 vehicles through store, room and record.</summary>
public sealed class SumoDriveTests
{
    private const string Folder = "sumo/mcity";

    private const long Step = 100_000_000;
    private const long LastStep = SumoDrive.Start + (5_999 * Step);

    private readonly SumoDrive drive = new(Folder);

    [SharedDataFact(Folder)]
    public async Task Visits_NamedZones_AreThoseOfTheReference()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(drive.Read("named_zones.geojson"));
        await FeedAsync(site);
        var visits = await site.VisitsAsync();
        var events = drive.Rows("truth_named_zone_events_10hz.csv.gz").Select(row => (Time: SumoDrive.TimeOf(row[0]), Vehicle: row[1], IsEnter: row[2] == "enter", Zone: row[3])).ToArray();
        Assert.Equal(
            events.Where(one => one.IsEnter).Select(one => (one.Time, one.Vehicle, one.Zone)).Order(),
            visits.Select(visit => (visit.Enter, visit.Vehicle["sumo/".Length..], visit.Zone)).Order());
        Assert.Equal(
            events.Where(one => !one.IsEnter).Select(one => (one.Time, one.Vehicle, one.Zone)).Order(),
            visits.Where(visit => HasLeft(visit)).Select(visit => (visit.Leave ?? visit.Last + Step, visit.Vehicle["sumo/".Length..], visit.Zone)).Order());
        Assert.Equal((1_767, 1_733), (events.Count(one => one.IsEnter), events.Count(one => !one.IsEnter)));
    }

    // A vehicle that leaves the simulation is out of all zones for the reference; here its silence is no absence, and the visit goes on.
    private static bool HasLeft(StoredVisit visit) => visit.Leave is not null || visit.Last < LastStep;

    private async Task FeedAsync(SiteUnderTest site)
    {
        foreach (var second in drive.Rows("fcd.csv.gz").GroupBy(row => (int)SumoDrive.Number(row[0])))
        {
            foreach (var vehicle in second.GroupBy(row => row[1]))
            {
                await site.AppendAsync(
                    new VehicleName("sumo", vehicle.Key),
                    [.. vehicle.Select(row => (SumoDrive.TimeOf(row[0]), SumoDrive.Number(row[4]), SumoDrive.Number(row[3])))]);
            }
            site.Run();
        }
    }
}
