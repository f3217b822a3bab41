using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.EndToEnd.Site;

/// <summary>
/// Mcity's vehicles replayed by agents, some of them processes, and the display that a reader has of them, over a server that is killed in the middle:
/// each state that is told is the reference's at its time, at last too.
/// </summary>
/// <remarks>A part of the run; all of it with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
public sealed class SumoWatchTests : IAsyncLifetime
{
    private const string Mcity = "sumo/mcity";

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1";
    private static readonly (double Seconds, string Speed, int Processes) Share = IsLong ? (double.MaxValue, "4", 8) : (24, "2", 3);

    // With neither doubt nor size a display has to be as strict as geometry: no accuracy, hysteresis or dwell, nothing that a clock's error makes of a speed.
    private static readonly string[] Strict =
    [
        "--set", "Site:AssumedAccuracyMillimetres=0", "--set", "Site:HysteresisMillimetres=0", "--set", "Site:Dwell=0s", "--set", $"Site:SpeedSignals={SumoRun.StandingSignal}",
        "--set", "Site:LateAfter=1h", "--set", "Site:CheckpointInterval=500ms", "--set", "Store:SealAge=1s",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly SumoRun run = new(Mcity, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1_200) * 1_000_000_000, Share.Seconds);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [SharedDataFact(Mcity)]
    public async Task Watch_OfMcitysVehicles_EachStateIsTheReferencesAlthoughTheServerIsKilled()
    {
        await using var server = await ServerUnderTest.StartAsync(Strict);
        await DescribeAsync(server.Site);
        var watcher = new OccupancyWatcher(server.Site);
        using var end = new CancellationTokenSource();
        var watching = watcher.RunAsync(end.Token);
        var driving = run.ReplayAsync(server.Mqtt, folder.FullName, Share.Speed, Share.Processes);
        await Eventually.IsTrueAsync(async () => driving.IsCompleted || (IsTold(watcher) && (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted > (ulong)(run.Places * SumoRun.ReplayedSignals / 2)));
        Assert.False(driving.IsCompleted);
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        await driving;
        await Eventually.IsTrueAsync(() => watching.IsCompleted || run.Vehicles.All(vehicle => watcher.Newest.GetValueOrDefault(vehicle)?.EventTime == run.LastTimeOf(vehicle)));
        await end.CancelAsync();
        await watching;
        Assert.Equal([1, 2], watcher.Told.Select(one => one.Watch).Distinct());
        Assert.True(IsTold(watcher, 2));
        Check(watcher.Told.Select(one => one.State));
        // All who drove are there, also those who had arrived before the kill.
        var last = await OccupancyWatcher.LookAsync(server.Site);
        Assert.Equal(run.Vehicles.Select(vehicle => ($"sumo/{vehicle}", run.LastTimeOf(vehicle))).Order(), last.Select(state => (state.Vehicle, state.EventTime)).Order());
        Check(last);
    }

    // More than a state of each vehicle, so that some were told on their way.
    private bool IsTold(OccupancyWatcher watcher, int watch = 1) =>
        watcher.Told.Where(one => one.Watch == watch).Select(one => (one.State.Vehicle, one.State.EventTime)).Distinct().Count() > run.Vehicles.Count();

    private void Check(IEnumerable<VehicleOccupancy> states)
    {
        var events = run.Rows("truth_named_zone_events_10hz.csv.gz").ToLookup(row => row[1], row => (Time: run.TimeOf(row[0]), IsEnter: row[2] == "enter", Zone: row[3]));
        foreach (var state in states)
        {
            var vehicle = state.Vehicle["sumo/".Length..];
            var zones = events[vehicle].Where(one => one.Time <= state.EventTime).GroupBy(one => one.Zone).Where(zone => zone.Last().IsEnter).Select(zone => zone.Key);
            Assert.Equal(zones.Order(StringComparer.Ordinal), state.Zones.Select(zone => zone.Zone).Order(StringComparer.Ordinal));
            Assert.All(state.Zones, zone => Assert.Equal(ZoneState.In, zone.State));
            Assert.Equal(run.PlaceAt(vehicle, state.EventTime), (state.Latitude, state.Longitude, state.Heading));
        }
    }

    private async Task DescribeAsync(SiteService.SiteServiceClient site)
    {
        const double point = 1e-6;
        var request = new ImportMapRequest { Content = ByteString.CopyFrom(run.Read("named_zones.geojson")), File = "named_zones.geojson", Person = "test", Activate = true };
        Assert.True((await site.ImportMapAsync(request)).Map.Active);
        foreach (var vehicle in run.Vehicles)
            await site.SetVehicleAsync(new SetVehicleRequest { Vehicle = new SiteVehicle { Vehicle = $"sumo/{vehicle}", Length = point, Width = point }, Person = "test" });
    }
}
