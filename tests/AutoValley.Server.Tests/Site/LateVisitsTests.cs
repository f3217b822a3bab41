using AutoValley.Storage.Site;

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
    public async Task Live_LateFixes_ChangeNothing()
    {
        await using var site = new SiteUnderTest();
        await site.ActivateAsync(MadeDrive.Map);
        var car = new Telemetry.VehicleName("acme", "car");
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
