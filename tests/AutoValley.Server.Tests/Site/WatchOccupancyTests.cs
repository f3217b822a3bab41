using AutoValley.Server.Services;
using AutoValley.Server.Site;
using AutoValley.Server.Tests.Services;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Server.Tests.Site;

public sealed class WatchOccupancyTests : IAsyncLifetime
{
    private static readonly VehicleName Own = new("acme", "car");
    private static readonly VehicleName Other = new("beta", "van");

    private readonly SiteUnderTest site = new(new SiteOptions { WatchQueue = 2, MaximumWatchers = 2 });
    private readonly CancellationTokenSource end = new();
    private readonly List<WatchOccupancyResponse> responses = [];
    private readonly List<Task> watches = [];

    public async Task InitializeAsync() => await site.ActivateAsync(MadeDrive.Map);

    public async Task DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var watch in watches)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        end.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Watch_Vehicle_IsInTheSnapshotAndThenInChangesThatFollowIt()
    {
        await FixAsync(Own, 12.0005);
        Watch("");
        var snapshot = await NextAsync();
        Assert.Equal((1u, false), (snapshot.Snapshot.MapVersion, snapshot.Snapshot.FellBehind));
        var vehicle = Assert.Single(snapshot.Snapshot.Vehicles);
        Assert.Equal("acme/car", vehicle.Vehicle);
        Assert.Equal(["A", "W"], vehicle.Zones.Where(zone => zone.State == V1.ZoneState.In).Select(zone => zone.Zone).Order());
        Assert.Equal((57.0005, 12.0005), (Math.Round(vehicle.Latitude, 7), Math.Round(vehicle.Longitude, 7)));
        await FixAsync(Other, 12.0035);
        var change = await NextAsync();
        Assert.Equal(snapshot.Version, change.Changes.SinceVersion);
        Assert.True(change.Version > snapshot.Version);
        Assert.Equal(["D"], Assert.Single(change.Changes.Vehicles).Zones.Select(zone => zone.Zone));
    }

    [Fact]
    public async Task Watch_AsAnOrganisation_HasCountsOfOthersAndNeitherNamesNorPlaces()
    {
        await FixAsync(Own, 12.0005);
        await FixAsync(Other, 12.0015);
        Watch("acme");
        var snapshot = await NextAsync();
        Assert.Equal("acme/car", Assert.Single(snapshot.Snapshot.Vehicles).Vehicle);
        Assert.Equal([("B", 1u), ("W", 1u)], snapshot.Snapshot.Others.Select(zone => (zone.Zone, zone.Vehicles)).Order());
        await FixAsync(Other, 12.0035, seconds: 8);
        await FixAsync(Other, 12.0035, seconds: 2);
        await FixAsync(Other, 12.0035, seconds: 2);
        await Until(() => Counts().TryGetValue("B", out var b) && b == 0 && Counts()["D"] == 1);
        Assert.All(responses, response => Assert.DoesNotContain("beta", response.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_NothingHappens_HearsAHeartbeatWithTheServersTime()
    {
        Watch("", heartbeat: 500);
        var first = await NextAsync();
        site.Time.Advance(TimeSpan.FromMilliseconds(500));
        var heartbeat = await NextAsync();
        Assert.NotNull(heartbeat.Heartbeat);
        Assert.Equal((first.Version, site.Now, 0ul), (heartbeat.Version, heartbeat.ServerTime, heartbeat.LagNanos));
    }

    [Fact]
    public async Task Watch_ReaderTooSlow_GetsANewSnapshotThatSaysSo()
    {
        var slow = new TaskCompletionSource();
        Watch("", gate: slow.Task);
        await Until(() => responses.Count == 1);
        for (var fix = 0; fix < 4; fix++)
            await FixAsync(Own, 12.0005 + (fix * 0.00001), seconds: 1);
        slow.SetResult();
        await Until(() => responses.Count == 2);
        Assert.True(responses[1].Snapshot.FellBehind);
        Assert.Single(responses[1].Snapshot.Vehicles);
        Assert.Equal(1, site.Counters.FellBehind);
    }

    [Fact]
    public async Task Watch_VehicleFallsSilentAndIsCleared_IsToldAsWhatItIs()
    {
        await FixAsync(Own, 12.0005);
        Watch("", heartbeat: 60_000);
        await NextAsync();
        site.Time.Advance(TimeSpan.FromSeconds(6));
        site.Run();
        var silent = await NextAsync();
        var vehicle = Assert.Single(silent.Changes.Vehicles);
        Assert.True(vehicle.HasStaleSince);
        Assert.Equal(2, vehicle.Zones.Count);
        var vehicles = new SiteVehicleAnswers(site.Database, site.Room, site.Board);
        var clear = vehicles.ClearAsync(new ClearVehicleRequest { Vehicle = "acme/car", Person = "Ann", Reason = "towed away" });
        await site.DoneAsync(clear);
        Assert.Equal(["acme/car"], (await NextAsync()).Changes.Gone);
        Assert.Equal(("clear vehicle", "acme/car", "towed away"), ((await clear).Entry.Action, (await clear).Entry.Subject, (await clear).Entry.Note));
        Assert.Equal("clear vehicle", site.Database.Audit.Newest(long.MaxValue, "acme/car", 1)[0].Action);
    }

    [Fact]
    public async Task Clear_VehicleThatReports_IsRefusedAndChangesNothing()
    {
        await FixAsync(Own, 12.0005);
        var vehicles = new SiteVehicleAnswers(site.Database, site.Room, site.Board);
        var clear = vehicles.ClearAsync(new ClearVehicleRequest { Vehicle = "acme/car", Person = "Ann", Reason = "in my way" });
        var refused = await Assert.ThrowsAsync<RpcException>(() => site.DoneAsync(clear));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.NotNull(site.Board.Find(Own));
        Assert.Empty(site.Database.Audit.Newest(long.MaxValue, "acme/car", 1));
    }

    [Fact]
    public async Task Watch_OneTooMany_IsRefused()
    {
        Watch("");
        Watch("");
        Watch("");
        var refused = await Assert.ThrowsAsync<RpcException>(() => watches[2]);
        watches.RemoveAt(2);
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    [Fact]
    public async Task Watch_EveryLongerThanTheHeartbeat_HearsHeartbeatsInBetween()
    {
        Watch("", heartbeat: 500, every: 10_000);
        var first = await NextAsync();
        await FixAsync(Own, 12.0005);
        for (var beat = 0; beat < 3; beat++)
        {
            site.Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal((WatchOccupancyResponse.ResponseOneofCase.Heartbeat, first.Version), await NextAsync() is var heard ? (heard.ResponseCase, heard.Version) : default);
        }
        site.Time.Advance(TimeSpan.FromSeconds(8.5));
        var next = await NextAsync();
        while (next.Heartbeat is not null)
            next = await NextAsync();
        Assert.Equal("acme/car", Assert.Single(next.Changes.Vehicles).Vehicle);
    }

    private void Watch(string organisation, uint heartbeat = 60_000, Task? gate = null, uint every = 0)
    {
        var answers = new OccupancyAnswers(site.Board, site.Room, new EndlessCalls(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance)), site.Time);
        var writer = new StreamWriterStub<WatchOccupancyResponse>(async response =>
        {
            lock (responses)
                responses.Add(response);
            await (gate ?? Task.CompletedTask);
        });
        watches.Add(answers.WatchAsync(new WatchOccupancyRequest { Organisation = organisation, HeartbeatMillis = heartbeat, EveryMillis = every }, writer, new CallContextStub(end.Token)));
    }

    private int taken;

    private async Task<WatchOccupancyResponse> NextAsync()
    {
        await Until(() => responses.Count > taken);
        return responses[taken++];
    }

    private Dictionary<string, uint> Counts()
    {
        var counts = new Dictionary<string, uint>();
        foreach (var zone in responses.SelectMany(response => response.Changes?.Others ?? response.Snapshot.Others))
            counts[zone.Zone] = zone.Vehicles;
        return counts;
    }

    private Task Until(Func<bool> condition) => AutoValley.Testing.Eventually.IsTrueAsync(() =>
    {
        lock (responses)
            return condition();
    });

    private async Task FixAsync(VehicleName vehicle, double longitude, double seconds = 0)
    {
        site.Time.Advance(TimeSpan.FromSeconds(seconds));
        await site.AppendAsync(vehicle, (site.Now, 57.0005, longitude));
        site.Run();
    }
}
