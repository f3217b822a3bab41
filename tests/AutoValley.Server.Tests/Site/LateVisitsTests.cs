using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Data.Sqlite;

namespace AutoValley.Server.Tests.Site;

/// <summary>Whatever the order that batches come in, the record is the one that all fixes in order give.</summary>
public sealed class LateVisitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Record_BatchesInAnyOrder_IsThatOfTheirOrder(int seed)
    {
        const int Batches = 60;
        var random = new Random(seed);
        var expected = await InOrderAsync(seed, Batches);
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var left = MadeDrive.Batches(seed, Batches, site.Now);
        while (left.Count > 0)
        {
            // Mostly the next one, now and then one of much later first.
            var next = random.Next(3) == 0 ? random.Next(left.Count) : 0;
            await site.AppendAsync(left[next].Vehicle, left[next].Fixes);
            left.RemoveAt(next);
            site.Run();
            if (random.Next(5) == 0)
                await site.JudgeLateAsync();
        }
        await site.JudgeLateAsync();
        var visits = await site.VisitsAsync();
        Assert.Equal(expected.Select(WithoutLate), visits.Select(WithoutLate));
        Assert.Contains(visits, visit => visit.IsLate);
        Assert.True(site.Counters.Rejudged > 0);
    }

    [Fact]
    public async Task Record_WhileLateFixesAreJudged_GoesOn()
    {
        var expected = await InOrderAsync(5, 40);
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var batches = MadeDrive.Batches(5, 40, site.Now);
        // The first batches of all come in the middle, and while they are judged the others go on.
        foreach (var (vehicle, fixes) in batches[6..30])
            await site.AppendAsync(vehicle, fixes);
        site.Run();
        foreach (var (vehicle, fixes) in batches[..6])
            await site.AppendAsync(vehicle, fixes);
        site.Run();
        var judging = site.Late.JudgeAsync(CancellationToken.None);
        foreach (var (vehicle, fixes) in batches[30..])
        {
            site.Room.Step();
            await Task.Yield();
            await site.AppendAsync(vehicle, fixes);
        }
        await site.DoneAsync(judging);
        await site.JudgeLateAsync();
        Assert.Equal(expected.Select(WithoutLate), (await site.VisitsAsync()).Select(WithoutLate));
    }

    [Fact]
    public async Task Record_CrashBeforeLateFixesAreJudged_IsMendedAfterwards()
    {
        var expected = await InOrderAsync(7, 30);
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var batches = MadeDrive.Batches(7, 30, site.Now);
        foreach (var (vehicle, fixes) in batches[5..].Concat(batches[..5]))
            await site.AppendAsync(vehicle, fixes);
        await site.VisitsAsync();
        await site.CrashAsync();
        await site.JudgeLateAsync();
        Assert.Equal(expected.Select(WithoutLate), (await site.VisitsAsync()).Select(WithoutLate));
    }

    [Fact]
    public async Task Judge_TwoVehicles_OneCheckpointBeforeAndOneForWhatEachChanges()
    {
        VehicleName[] vehicles = [new("acme", "car"), new("beta", "van")];
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        foreach (var vehicle in vehicles)
        {
            await site.AppendAsync(vehicle, (site.Now, 57.0005, 12.0005));
            await site.AppendAsync(vehicle, (site.Now - 1_000_000_000, 57.0005, 12.0035));
        }
        site.Run();
        site.Break("CREATE TABLE saves (id INTEGER PRIMARY KEY); CREATE TRIGGER saved AFTER INSERT ON checkpoint BEGIN INSERT INTO saves VALUES (NULL); END");
        await site.JudgeLateAsync();
        Assert.Equal(3L, site.Ask("SELECT count(*) FROM saves"));
        Assert.Equal(["acme/car", "beta/van"], (await site.VisitsAsync()).Where(visit => visit.IsLate).Select(visit => visit.Vehicle).Distinct().Order());
    }

    [Fact]
    public async Task Live_LateFixes_ChangeNothing()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var car = new VehicleName("acme", "car");
        await site.AppendAsync(car, (site.Now, 57.0005, 12.0005));
        site.Run();
        var before = site.Board.Find(car)!;
        await site.AppendAsync(car, (site.Now - 2_000_000_000, 57.0005, 12.0035));
        site.Run();
        var after = site.Board.Find(car)!;
        Assert.Equal(before.Zones, after.Zones);
        Assert.Equal((before.Fix, 1L), (after.Fix, after.LateFixes));
        await site.JudgeLateAsync();
        Assert.Contains(await site.VisitsAsync(), visit => visit is { Zone: "D", IsLate: true, Samples: 1 });
    }

    [Fact]
    public async Task Judge_VehicleThatCannotBeRead_KeepsNoOtherWaitingAndIsTriedAgainLater()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        VehicleName[] vehicles = [new("acme", "damaged"), new("acme", "good")];
        foreach (var vehicle in vehicles)
        {
            await site.AppendAsync(vehicle, (site.Now, 57.0005, 12.0005));
            await site.AppendAsync(vehicle, (site.Now - 2_000_000_000, 57.0005, 12.0035));
        }
        var reads = 0;
        site.BeforeRead = series =>
        {
            if (series.Vehicle.Name != vehicles[0])
                return;
            reads++;
            throw new SqliteException("disk I/O error", 10);
        };
        site.Run();
        await site.JudgeLateAsync();
        await site.JudgeLateAsync();
        Assert.Equal((1, 1L, 1L), (reads, site.Counters.Failures, site.Counters.Rejudged));
        Assert.Contains(await site.VisitsAsync(), visit => visit is { Vehicle: "acme/good", Zone: "D" });
        // It waits longer each time.
        site.Time.Advance(site.Options.LateInterval);
        await site.JudgeLateAsync();
        site.Time.Advance(site.Options.LateInterval);
        await site.JudgeLateAsync();
        Assert.Equal(2, reads);
        site.BeforeRead = null;
        site.Time.Advance(site.Options.LateInterval);
        await site.JudgeLateAsync();
        Assert.Contains(await site.VisitsAsync(), visit => visit is { Vehicle: "acme/damaged", Zone: "D", IsLate: true });
    }

    [Fact]
    public async Task Service_StoreThatFailsUnexpectedly_GoesOn()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var car = new VehicleName("acme", "car");
        await site.AppendAsync(car, (site.Now, 57.0005, 12.0005));
        await site.AppendAsync(car, (site.Now - 2_000_000_000, 57.0005, 12.0035));
        site.Run();
        site.BeforeRead = _ => throw new SqliteException("disk I/O error", 10);
        await site.Late.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(site.Options.LateInterval);
            site.Run();
            return site.Counters.Failures > 1;
        });
        Assert.False(site.Late.ExecuteTask!.IsCompleted);
        await site.DoneAsync(site.Late.StopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Record_FixesAreNotInTheStoreAnyMore_StaysAsItIs()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var (car, then) = (new VehicleName("acme", "car"), site.Now);
        await site.AppendAsync(car, [.. Enumerable.Range(0, 5).Select(index => (then + (index * 1_000_000_000L), 57.0005, 12.0005))]);
        site.Time.Advance(TimeSpan.FromDays(2));
        await site.AppendAsync(car, (site.Now, 57.0005, 12.0025));
        await site.DoneAsync(site.Store.SealAsync(CancellationToken.None));
        var before = await site.VisitsAsync();
        Assert.Equal(["A", "W", "C"], before.Select(visit => visit.Zone));
        Assert.True(await site.Store.DeleteBeforeAsync(site.Now, CancellationToken.None) > 0);
        await site.AppendAsync(car, (then + 2_500_000_000, 57.0005, 12.0035));
        site.Run();
        await site.JudgeLateAsync();
        Assert.Equal(before, await site.VisitsAsync());
        Assert.Equal((0L, 1L), (site.Counters.Rejudged, site.Counters.FixesMissing));
        // It is done with: nothing is judged again for ever.
        await site.JudgeLateAsync();
        Assert.Equal(1, site.Counters.FixesMissing);
    }

    private static async Task<IReadOnlyList<StoredVisit>> InOrderAsync(int seed, int count)
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        foreach (var (vehicle, fixes) in MadeDrive.Batches(seed, count, site.Now))
            await site.AppendAsync(vehicle, fixes);
        var visits = await site.VisitsAsync();
        Assert.DoesNotContain(visits, visit => visit.IsLate);
        Assert.True(visits.Count > 10, $"{visits.Count} visits show little");
        return visits;
    }

    private static StoredVisit WithoutLate(StoredVisit visit) => visit with { IsLate = false };
}
