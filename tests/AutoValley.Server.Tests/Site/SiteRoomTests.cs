using AutoValley.Server.Site.Judging;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Site;

/// <summary>A room that is behind says nothing of now.</summary>
public sealed class SiteRoomTests
{
    private static readonly VehicleName Car = new("acme", "car");

    [Fact]
    public async Task Dispose_OfAServerThatCouldNotStart_EndsTheThreadAndWhoKnowsTheRoomMayWakeIt()
    {
        await using var site = new SiteUnderTest();
        await site.Room.StartAsync(CancellationToken.None);
        site.Room.Dispose();
        Assert.False(site.Room.IsRunning);
        site.Room.Wake();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => site.Room.AskAsync(state => state.MapVersion));
    }

    [Fact]
    public async Task Dispose_SomebodyAskedAndNobodyStepped_IsAnswered()
    {
        await using var site = new SiteUnderTest();
        var asked = site.Room.AskAsync(state => state.MapVersion);
        var cover = site.Room.CoverAsync(1_000);
        site.Room.Dispose();
        Assert.Equal(0, await asked.WaitAsync(Eventually.Limit));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cover.WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Stop_WhileManyAsk_EachIsAnsweredOrRefused()
    {
        for (var round = 0; round < 50; round++)
        {
            await using var site = new SiteUnderTest();
            await site.Room.StartAsync(CancellationToken.None);
            var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskUntilRefusedAsync(site))).ToArray();
            await site.Room.AskAsync(state => state.MapVersion);
            await site.Room.StopAsync(CancellationToken.None);
            await Task.WhenAll(asking).WaitAsync(Eventually.Limit);
        }

        static async Task AskUntilRefusedAsync(SiteUnderTest site)
        {
            try
            {
                while (true)
                    await site.Room.AskAsync(state => state.MapVersion);
            }
            catch (StoreUnavailableException)
            {
                // It is stopping.
            }
        }
    }

    [Fact]
    public async Task Tick_FarBehindLiveVehicles_TakesNoneForSilentAndNoRulesJudge()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var rules = new CountingRules();
        site.Rules.Add(rules);
        // More than the room judges at once, up to now.
        for (var batch = 0; batch < 200; batch++)
        {
            site.Time.Advance(TimeSpan.FromMilliseconds(100));
            await site.AppendAsync(Car, (site.Now, 57.0005, 12.0005));
        }
        Assert.True(site.Room.Step());
        Assert.False(site.Board.Find(Car)!.IsStale);
        Assert.Equal(0, rules.Judged);
        site.Run();
        Assert.False(site.Board.Find(Car)!.IsStale);
        Assert.Equal(1, rules.Judged);
        site.Time.Advance(TimeSpan.FromSeconds(6));
        site.Run();
        Assert.True(site.Board.Find(Car)!.IsStale);
        Assert.Equal(2, rules.Judged);
    }

    [Fact]
    public async Task LagNanos_RoomDoesNotComeRound_IsTheTimeSinceItDid()
    {
        await using var site = new SiteUnderTest();
        site.Time.Advance(site.Options.Tick);
        site.Run();
        site.Time.Advance(site.Options.Tick * 5);
        Assert.Equal(0, site.Room.LagNanos);
        site.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((site.Options.Tick * 5) + TimeSpan.FromSeconds(10), TimeSpan.FromTicks(site.Room.LagNanos / 100));
        site.Run();
        Assert.Equal(0, site.Room.LagNanos);
    }

    private sealed class CountingRules : ISiteRules
    {
        public int Judged { get; private set; }

        public void Judge(SiteMoment moment) => Judged++;
    }
}
