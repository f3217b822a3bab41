using AutoValley.Server.Services;
using AutoValley.Server.Tests.Services;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using TimeSpan = System.TimeSpan;
using static AutoValley.Server.Tests.Site.Alarms.AlarmsUnderTest;

namespace AutoValley.Server.Tests.Site.Alarms;

/// <summary>SiteService.WatchAlarms; each response is taken by the test before the next is written.</summary>
public sealed class AlarmWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AlarmsUnderTest site = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly CancellationTokenSource end = new();
    private readonly SemaphoreSlim mayRead = new(0);
    private readonly SemaphoreSlim came = new(0);
    private readonly AlarmWatch watch;
    private WatchAlarmsResponse received = new();
    private int asked;

    public AlarmWatchTests() => watch = new AlarmWatch(site.Alarms, site.Options, new EndlessCalls(lifetime), site.Time);

    public void Dispose()
    {
        end.Dispose();
        site.Dispose();
    }

    [Fact]
    public async Task Watch_SnapshotThenChanges_VersionsFollowEachOther()
    {
        site.Judge(Driving("acme/truck", 80));
        var call = WatchAsync(new WatchAlarmsRequest());
        var snapshot = await ReadAsync();
        Assert.Equal((1UL, false, false, 1), (snapshot.Version, snapshot.Snapshot.FellBehind, snapshot.Snapshot.More, snapshot.Snapshot.Alarms.Count));
        Assert.Equal(site.Now, snapshot.ServerTime);
        site.Judge(Driving("acme/truck", 40));
        var change = await ReadAsync();
        Assert.Equal((2UL, 1UL, AlarmState.Cleared), (change.Version, change.Changes.SinceVersion, change.Changes.Alarms.Single().State));
        Assert.Equal(AlarmAction.Clear, change.Changes.Alarms[0].Transitions.Single().Action);
        await EndAsync(call);
    }

    [Fact]
    public async Task Watch_NothingHappens_Heartbeat()
    {
        var call = WatchAsync(new WatchAlarmsRequest { HeartbeatMillis = 500 });
        Assert.Empty((await ReadAsync()).Snapshot.Alarms);
        site.Judge();
        await WaitForTimerAsync();
        site.Time.Advance(TimeSpan.FromMilliseconds(500));
        var beat = await ReadAsync();
        Assert.Equal((site.Now, site.Now - 500_000_000, 0u), (beat.ServerTime, beat.Heartbeat.JudgeTime, beat.Heartbeat.NotRaised));
        await EndAsync(call);
    }

    [Fact]
    public async Task Watch_OrganisationsView_OthersAlarmsLeaveNoTrace()
    {
        var call = WatchAsync(new WatchAlarmsRequest { Organisation = "beta" });
        await ReadAsync();
        site.Judge(Driving("acme/truck", 80));
        site.Judge(Driving("acme/truck", 80), Driving("beta/van", 80, north: 300));
        var change = await ReadAsync();
        Assert.Equal("beta/van", change.Changes.Alarms.Single().Vehicle);
        Assert.Equal((2UL, 0UL), (change.Version, change.Changes.SinceVersion));
        await EndAsync(call);
    }

    [Fact]
    public async Task Watch_ReaderThatWaitsLong_NewestStateAloneOrANewSnapshot()
    {
        var call = WatchAsync(new WatchAlarmsRequest());
        for (var i = 0; i < 10; i++)
            site.Judge(Driving("acme/truck", i % 2 == 0 ? 80 : 40));
        await ReadAsync();
        var change = await ReadAsync();
        Assert.Equal((10UL, 1), (change.Version, change.Changes.Alarms.Count));
        // It waits in its next write with what it reads now, and learns of the rest by a snapshot.
        site.Judge(Driving("acme/truck", 80));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref asked) == 3);
        for (var id = 1; id <= 4; id++)
        {
            site.Judge(Driving("acme/truck", 80));
            var by = Erika(site.Now);
            site.Alarms.Act(book => (book.Acknowledge(id, by, out var acknowledged), acknowledged), "acknowledge alarm", by);
            site.Judge(Driving("acme/truck", 40));
        }
        Assert.Equal(11UL, (await ReadAsync()).Version);
        var snapshot = await ReadAsync();
        Assert.Equal(((ulong)site.Alarms.After(0).Version, true), (snapshot.Version, snapshot.Snapshot.FellBehind));
        Assert.Empty(snapshot.Snapshot.Alarms);
        await EndAsync(call);
    }

    [Fact]
    public async Task Watch_MoreThanMay_Refused()
    {
        var calls = new[] { WatchAsync(new WatchAlarmsRequest()), WatchAsync(new WatchAlarmsRequest()) };
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => WatchAsync(new WatchAlarmsRequest()))).StatusCode);
        mayRead.Release(1_000);
        foreach (var call in calls)
            await EndAsync(call);
        Assert.Equal(0, site.Alarms.Status.Watchers);
    }

    [Fact]
    public async Task Watch_ServerStops_Unavailable()
    {
        var call = WatchAsync(new WatchAlarmsRequest());
        await ReadAsync();
        lifetime.StopApplication();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience))).StatusCode);
    }

    private Task WatchAsync(WatchAlarmsRequest request) => watch.WatchAsync(request, new StreamWriterStub<WatchAlarmsResponse>(ReceiveAsync), new CallContextStub(end.Token));

    private async Task ReceiveAsync(WatchAlarmsResponse response)
    {
        Interlocked.Increment(ref asked);
        await mayRead.WaitAsync();
        received = response;
        came.Release();
    }

    private async Task<WatchAlarmsResponse> ReadAsync()
    {
        mayRead.Release();
        Assert.True(await came.WaitAsync(Patience));
        return received;
    }

    private Task WaitForTimerAsync() => Eventually.IsTrueAsync(() => site.Time.TimerCount > 0);

    private async Task EndAsync(Task call)
    {
        await end.CancelAsync();
        mayRead.Release(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
    }
}
