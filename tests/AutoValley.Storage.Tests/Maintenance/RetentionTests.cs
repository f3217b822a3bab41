using AutoValley.Storage.Maintenance;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>Retention over a real store with samples of four days; the clock stands in the fourth.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;
    private static readonly RetentionLimits OneDay = new() { MaximumAge = TimeSpan.FromDays(1) };

    private readonly TestStore test = new();
    private Session session = null!;

    public async Task InitializeAsync()
    {
        test.Clock = new StoppedClock((3 * Day) + 5);
        await test.ReopenAsync();
        session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2, 3, Day + 1, (2 * Day) + 1, (2 * Day) + 2, (3 * Day) + 1));
        await test.Store.SealAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Retain_Age_DeletesAndCountsWholeDays()
    {
        var pass = await RetainAsync(OneDay);
        Assert.Equal([(0, 3L, RetentionCause.Age), (1, 1L, RetentionCause.Age)], pass.Days.Select(day => (day.Day, day.Samples, day.Cause)));
        await test.AssertSpeedTimesAsync((2 * Day) + 1, (2 * Day) + 2, (3 * Day) + 1);
        Assert.Empty((await RetainAsync(OneDay)).Days);
        await test.ReopenAsync();
        await test.AssertSpeedTimesAsync((2 * Day) + 1, (2 * Day) + 2, (3 * Day) + 1);
    }

    [Fact]
    public async Task Retain_PinnedRun_KeepsTheDaysItOverlaps()
    {
        test.Catalogue.AddRun(new Run("lap", [session.Vehicle.Name], 2, Day - 1, "", "client"));
        test.Catalogue.PinRun("lap", true);
        var pass = await RetainAsync(new RetentionLimits { MaximumBytes = 1 });
        Assert.Equal([1, 2], pass.Days.Select(day => day.Day));
        Assert.True(pass.OverBytes > 0);
        Assert.Equal(1, pass.PinnedDays);
        Assert.True(pass.PinnedBytes > 0 && pass.PinnedBytes < pass.Bytes);
        await test.AssertSpeedTimesAsync(1, 2, 3, (3 * Day) + 1);

        test.Catalogue.PinRun("lap", false);
        Assert.Equal([0], (await RetainAsync(OneDay)).Days.Select(day => day.Day));
    }

    [Fact]
    public async Task Retain_OpenPinnedRun_LastsUntilNow()
    {
        test.Catalogue.AddRun(new Run("lap", [session.Vehicle.Name], Day, null, "", "client"));
        test.Catalogue.PinRun("lap", true);
        Assert.Equal([0], (await RetainAsync(new RetentionLimits { MaximumBytes = 1 })).Days.Select(day => day.Day));
    }

    [Fact]
    public async Task Retain_LateSamplesOfADeletedDay_AreAcceptedAndGoWithTheNextPass()
    {
        await RetainAsync(OneDay);
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 7, 8), CancellationToken.None));
        await test.Store.SealAsync(CancellationToken.None);
        await test.AssertSpeedTimesOfFirstDayAsync(7, 8);
        Assert.Equal([(0, 2L)], (await RetainAsync(OneDay)).Days.Select(day => (day.Day, day.Samples)));
        await test.AssertSpeedTimesOfFirstDayAsync();
    }

    [Fact]
    public async Task GetUsage_SealedDays_AddsUpByDayAndSeries()
    {
        test.Catalogue.AddRun(new Run("lap", [session.Vehicle.Name], Day + 1, Day + 2, "", "client"));
        test.Catalogue.PinRun("lap", true);
        await test.Store.AppendAllAsync(TestVehicle.Batch(session, 2, (TestVehicle.Note, [9L], Values.Of(new[] { "unsealed" }))));

        var usage = await test.Store.Maintenance.GetUsageAsync(CancellationToken.None);
        Assert.Equal([(0, 3L, false), (1, 1, true), (2, 2, false), (3, 1, false)], usage.Days.Select(day => (day.Day, day.Samples, day.IsPinned)));
        var speed = Assert.Single(usage.Series);
        Assert.Equal((test.Speed, 7L, 4L, 1L, (3 * Day) + 1), (speed.Series, speed.Samples, speed.Chunks, speed.First, speed.Last));
        Assert.True(speed.ValueBytes > 0);
        Assert.Equal(usage.DayBytes, Directory.EnumerateFiles(test.Folder, "telemetry-*").Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)).Sum(path => new FileInfo(path).Length));
        Assert.Equal(usage.Days[1].FileBytes, usage.PinnedBytes);
        Assert.True(usage.JournalBytes > 0 && usage.CatalogueBytes > 0);
    }

    [Fact]
    public async Task GetUsage_SeriesThatShareTheirTimes_BearThemInPartsAndTheirStatisticsWhole()
    {
        await using var other = new TestStore(options: options => options with { SegmentBytes = 1 << 20 });
        long[] times = [.. Enumerable.Range(0, 30_000).Select(index => index * 7L % 1_000 + (index * 1_000L))];
        await other.Store.AppendAllAsync(TestVehicle.Batch(
            other.Vehicle.NewSession(), 1, (TestVehicle.Speed, times, Values.Of(Array.ConvertAll(times, time => Math.Sqrt(time)))),
            (TestVehicle.Gear, times, Values.Of(Array.ConvertAll(times, time => time % 7)))));
        await other.Store.SealAsync(CancellationToken.None);

        var usage = (await other.Store.Maintenance.GetUsageAsync(CancellationToken.None)).Series;
        Assert.True(other.AskFirstDay("SELECT min(statistics) FROM chunk") > 0 && other.AskFirstDay("SELECT length(bounds) FROM times") > 0);
        Assert.Equal(other.AskFirstDay("SELECT sum(length(parts)) FROM body"), usage.Sum(series => series.ValueBytes));
        var timeBytes = other.AskFirstDay("SELECT length(bounds) + length(times) FROM times");
        Assert.Equal([timeBytes / 2.0, timeBytes / 2.0], usage.Select(series => series.TimeBytes));
    }

    [Fact]
    public async Task GetUsage_DayThatIsNoDatabase_IsToldAndTheRestCounted()
    {
        await test.CloseAsync();
        await File.WriteAllBytesAsync(Path.Combine(test.Folder, "telemetry-1970-01-02.db"), new byte[5_000]);
        test.Open();
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "telemetry-1970-01-02.db"), new string('x', 5_000));
        var usage = await test.Store.Maintenance.GetUsageAsync(CancellationToken.None);
        Assert.Equal(6, usage.Series.Single().Samples);
        Assert.Contains("telemetry-1970-01-02.db", usage.Days[1].Problem, StringComparison.Ordinal);
        Assert.Equal([0, 1], (await RetainAsync(OneDay)).Days.Select(day => day.Day));
        Assert.False(File.Exists(Path.Combine(test.Folder, "telemetry-1970-01-02.db")));
    }

    private Task<RetentionPass> RetainAsync(RetentionLimits limits) => test.Store.Maintenance.RetainAsync(limits, CancellationToken.None);

    private sealed class StoppedClock(long now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => UnixTime.ToDateTimeOffset(now);
    }
}
