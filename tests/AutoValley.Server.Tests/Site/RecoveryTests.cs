using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;

namespace AutoValley.Server.Tests.Site;

/// <summary>A crash anywhere changes nothing of what is known afterwards.</summary>
public sealed class RecoveryTests
{
    private const int Batches = 24;

    [Fact]
    public async Task State_CrashAtEveryCut_IsThatWithoutIt()
    {
        var expected = await RunAsync(-1, checkpoints: false);
        for (var cut = 0; cut <= Batches; cut++)
        {
            var actual = await RunAsync(cut, checkpoints: cut % 3 == 0);
            Assert.Equal(expected.Visits, actual.Visits);
            Assert.Equal(expected.Presences, actual.Presences);
        }
    }

    [Fact]
    public async Task Visits_MapActivatedInTheMiddle_ReferToTheOneTheyWereJudgedBy()
    {
        var (visits, _) = await RunAsync(Batches / 2, checkpoints: true, otherMapAt: 12);
        Assert.Contains(visits, visit => visit is { Map: 1, Zone: "B" or "C" });
        Assert.Contains(visits, visit => visit is { Map: 2, Zone: "E" or "F" });
        Assert.DoesNotContain(visits, visit => visit is { Map: 1, Zone: "E" or "F" } or { Map: 2, Zone: "B" or "C" });
        // No visit of the first map goes on, and none of the second began before it was there.
        Assert.All(visits.Where(visit => visit.Map == 1), visit => Assert.NotNull(visit.Leave));
        foreach (var vehicle in visits.GroupBy(visit => visit.Vehicle))
            Assert.True(vehicle.Where(visit => visit.Map == 1).Max(visit => visit.Leave) <= vehicle.Where(visit => visit.Map == 2).Min(visit => visit.Enter));
    }

    [Fact]
    public async Task Segment_IsSealed_OnlyWhenTheSiteHasItDurable()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        foreach (var (vehicle, fixes) in MadeDrive.Batches(3, 5, site.Now))
            await site.AppendAsync(vehicle, fixes);
        var sealing = site.Store.SealAsync(CancellationToken.None);
        // Nobody judged them, so they stay.
        Assert.Equal(5, site.Store.ReadUnsealed(0, 10).Count);
        await site.DoneAsync(sealing);
        Assert.Empty(site.Store.ReadUnsealed(0, 10));
        Assert.Equal(5, site.Database.Checkpoints.Load()!.Value.Position);
        // What is sealed is not judged again, and nothing is missing.
        var before = Text(site.Database.Visits.Find(new VisitQuestion()));
        await site.CrashAsync();
        Assert.Equal(before, Text(await site.VisitsAsync()));
    }

    [Fact]
    public async Task Clear_AndCrash_StaysCleared()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var car = new Telemetry.VehicleName("acme", "car");
        await site.AppendAsync(car, (site.Now, 57.0005, 12.0005));
        site.Run();
        site.Time.Advance(TimeSpan.FromSeconds(6));
        site.Run();
        Assert.True(site.Board.Find(car)!.IsStale);
        await site.DoneAsync(site.Room.ChangeAsync((state, now) => Assert.IsType<bool>(state.Clear(car, "Ann", now)), _ => { }));
        Assert.Null(site.Board.Find(car));
        await site.CrashAsync();
        site.Run();
        Assert.Null(site.Board.Find(car));
        await site.AppendAsync(car, (site.Now, 57.0005, 12.0005));
        site.Run();
        Assert.NotNull(site.Board.Find(car));
    }

    private static async Task<(IReadOnlyList<StoredVisit> Visits, string Presences)> RunAsync(int crashAt, bool checkpoints, int otherMapAt = -1)
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var batches = MadeDrive.Batches(11, Batches, site.Now);
        for (var index = 0; index < batches.Count; index++)
        {
            if (index == otherMapAt)
                await site.ActivateAsync(MadeDrive.OtherMap, "other.geojson");
            await site.AppendAsync(batches[index].Vehicle, batches[index].Fixes);
            // Every other batch is durable and not judged when the next comes; some are in a checkpoint.
            if (index % 2 == 0)
                site.Run();
            if (checkpoints && index % 5 == 0)
                await site.VisitsAsync();
            if (index == crashAt)
                await site.CrashAsync();
        }
        var visits = await site.VisitsAsync();
        var presences = await SitePresencesAsync(site);
        return (visits, presences);
    }

    private static async Task<string> SitePresencesAsync(SiteUnderTest site)
    {
        var asked = site.Room.AskAsync(state => Text(state.Presences.OrderBy(presence => presence.Vehicle.ToString())));
        await site.DoneAsync(asked);
        return await asked;
    }

    private static string Text(IEnumerable<VehiclePresence> presences) => string.Join('\n', presences.Select(presence =>
        $"{presence.Vehicle} {presence.Fix} {presence.ReceiveTime} {presence.StaleSince} {presence.LateFixes} {presence.Doubts}: "
        + string.Join(' ', presence.Zones.Select(zone => $"{zone.Zone.Name} {zone.State} {zone.Since}"))));

    private static string Text(IEnumerable<StoredVisit> visits) => string.Join('\n', visits);
}
