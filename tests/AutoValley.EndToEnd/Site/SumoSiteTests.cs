using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.EndToEnd.Site;

/// <summary>
/// Vehicles of SUMO's runs through agents, MQTT, journal, occupancy and gRPC, over a server that is killed in the middle: visits as the reference has them.
/// </summary>
/// <remarks>A part of the runs; all of them with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
public sealed class SumoSiteTests : IAsyncLifetime
{
    private const string Mcity = "sumo/mcity";
    private const string FlexZone = "sumo/astazero-flexzone";
    private const long Step = 100_000_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1";
    private static readonly double Seconds = IsLong ? double.MaxValue : 40;

    private readonly DirectoryInfo spools = Directory.CreateTempSubdirectory("autovalley-test-");

    // Long ago enough that no time stamp is of the future.
    private readonly long start = ((DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1_200) * 1_000_000_000);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        spools.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [SharedDataFact(Mcity)]
    public async Task Visits_OfMcitysZones_AreThoseOfTheReferenceAlthoughTheServerIsKilled()
    {
        var run = new SumoRun(Mcity, start, Seconds);
        var visits = await DriveAsync(run, "named_zones.geojson");
        var events = run.Rows("truth_named_zone_events_10hz.csv.gz").Select(row => (Time: run.TimeOf(row[0]), Vehicle: row[1], IsEnter: row[2] == "enter", Zone: row[3])).ToArray();
        Assert.Equal(
            events.Where(one => one.IsEnter).Select(one => (one.Time, one.Vehicle, one.Zone)).Order(),
            visits.Select(visit => (visit.EnterTime, NameOf(visit), visit.Zone)).Order());
        // For the reference a vehicle that leaves the simulation leaves its zones; here its silence is no absence.
        var end = run.Vehicles.Max(run.LastTimeOf);
        var left = visits.Where(visit => visit.HasLeaveTime || visit.LastTime < end);
        Assert.Equal(
            events.Where(one => !one.IsEnter).Select(one => (one.Time, one.Vehicle, one.Zone)).Order(),
            left.Select(visit => (visit.HasLeaveTime ? visit.LeaveTime : visit.LastTime + Step, NameOf(visit), visit.Zone)).Order());
    }

    [SharedDataFact(FlexZone)]
    public async Task Visits_OfAstaZerosZones_HaveEverySampleWhereGeometryHasIt()
    {
        var run = new SumoRun(FlexZone, start, IsLong ? double.MaxValue : 60);
        var visits = (await DriveAsync(run, "zones.geojson")).ToLookup(NameOf);
        var samples = run.Rows("truth_zone_per_sample_1hz.csv.gz").ToArray();
        Assert.NotEmpty(samples);
        foreach (var row in samples)
        {
            var time = run.TimeOf(row[0]);
            var zones = visits[row[1]].Where(visit => visit.EnterTime <= time && (!visit.HasLeaveTime || time < visit.LeaveTime)).Select(visit => visit.Zone);
            Assert.Equal(row[3].Length == 0 ? [] : [row[3]], zones);
        }
    }

    private async Task<List<SiteVisit>> DriveAsync(SumoRun run, string map)
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Site:CheckpointInterval=500ms", "--set", "Store:SealAge=1s");
        var request = new ImportMapRequest { Content = ByteString.CopyFrom(run.Read(map)), File = map, Person = "test", Activate = true };
        Assert.True((await server.Site.ImportMapAsync(request)).Map.Active);
        var driving = run.DriveAsync(server.Mqtt, spools.FullName);
        // Some of it is durable, some judged, some sealed.
        await Eventually.IsTrueAsync(async () => driving.IsCompleted || (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted > (ulong)run.Places / 2);
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        await driving;
        // Batches that waited while the server was dead came behind newer ones.
        await Eventually.IsTrueAsync(async () => (await server.Site.ListVisitsAsync(new ListVisitsRequest { PageSize = 1 })).LateVehicles == 0);
        List<SiteVisit> visits = [];
        var token = "";
        do
        {
            var page = await server.Site.ListVisitsAsync(new ListVisitsRequest { Organisation = "sumo", PageToken = token, PageSize = 500 });
            visits.AddRange(page.Visits);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(run.Places, await PlacesAsync(server, run));
        return visits;
    }

    private static async Task<int> PlacesAsync(ServerUnderTest server, SumoRun run)
    {
        var places = 0;
        foreach (var vehicle in run.Vehicles)
            places += (await StoredDrive.ReadAsync(server.Query, $"sumo/{vehicle}", new V1.TimeSpan { From = 0, To = long.MaxValue }))["Vehicle.CurrentLocation.Latitude"].Count;
        return places;
    }

    private static string NameOf(SiteVisit visit) => visit.Vehicle["sumo/".Length..];
}
