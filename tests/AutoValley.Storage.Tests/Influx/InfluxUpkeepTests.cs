using AutoValley.Storage.Influx;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Tests.Maintenance;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>Retention, verification, compaction, sizes and backup where samples lie in an InfluxDB.</summary>
public sealed class InfluxUpkeepTests(InfluxFixture influx) : IClassFixture<InfluxFixture>, IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;

    private TestStore test = null!;
    private string database = "";

    public async Task InitializeAsync()
    {
        test = new TestStore { Clock = new FortiethDay() };
        if (InfluxOrderer.IsInstalled)
            database = await test.UseInfluxAsync(influx.Process.Url);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [ToolFact("influxd")]
    public async Task Retain_ByAge_DeletesDaysButThoseOfPinnedRuns()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, -5, 3 * Day, (3 * Day) + 7, 5 * Day, 9 * Day, 35 * Day));
        test.Catalogue.AddRun(new Run("pinned", [session.Vehicle.Name], 5 * Day, (5 * Day) + 1, "", "client") { Pinned = true });
        var pass = await test.Store.Maintenance.RetainAsync(new RetentionLimits { MaximumAge = TimeSpan.FromDays(31) }, default);
        Assert.Equal([(-1, 1L), (3, 2L)], pass.Days.Select(day => (day.Day, day.Samples)));
        await test.AssertSpeedTimesAsync(5 * Day, 9 * Day, 35 * Day);
        Assert.Equal(3, await influx.Process.CountAsync(database));
        Assert.Empty((await test.Store.Maintenance.RetainAsync(new RetentionLimits { MaximumAge = TimeSpan.FromDays(31) }, default)).Days);
    }

    [ToolFact("influxd")]
    public async Task Retain_NothingOfThePresent_KeepsTheNewestDay()
    {
        await SealAsync(TestVehicle.Speeds(test.Vehicle.NewSession(), 1, Day, 2 * Day, (2 * Day) + 1, 50 * Day));
        var pass = await test.Store.Maintenance.RetainAsync(new RetentionLimits { MaximumAge = TimeSpan.FromDays(31) }, default);
        Assert.Equal([1], pass.Days.Select(day => day.Day));
        await test.AssertSpeedTimesAsync(2 * Day, (2 * Day) + 1, 50 * Day);
    }

    [ToolFact("influxd")]
    public async Task Upkeep_OfWhatIsHere_IsDoneAndTheRestIsInfluxDbs()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, 1, 2));
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 3));
        var steps = await test.Store.Maintenance.VerifyAsync(default).ToListAsync();
        Assert.All(steps, step => Assert.Null(step.Finding));
        Assert.Empty(await test.Store.Maintenance.CompactAsync(default).ToListAsync());
        var usage = await test.Store.Maintenance.GetUsageAsync(default);
        Assert.Empty(usage.Days);
        Assert.InRange(usage.JournalBytes, 1, long.MaxValue);
    }

    [ToolFact("influxd")]
    public async Task Backup_OpenedBesideTheSameInfluxDb_LacksAndDoublesNothing()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, 1, 2));
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 3));
        using var folder = new TemporaryFolder();
        using (var backup = await test.Store.Maintenance.TryBeginBackupAsync(default))
            Assert.Equal(["journal/00000000000000000002.avj", "catalog.db"], (await RestoredStore.CopyAsync(backup!, folder)).Select(file => file.Name));
        // The store that was copied goes on.
        await test.Store.SealAsync(default);
        using var catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        await using var restored = SampleStore.Open(
            new StoreOptions { Folder = folder.Path }, catalogue, TimeProvider.System, NullLogger.Instance,
            new InfluxStoreOptions { Url = influx.Process.Url, Database = database });
        var speed = new TestVehicle(catalogue).Series(TestVehicle.Speed);
        Assert.Equal<long[]>([1, 2, 3], await restored.ReadTimesAsync(speed));
        await restored.SealAsync(default);
        Assert.Equal<long[]>([1, 2, 3], await restored.ReadTimesAsync(speed));
        Assert.Equal(3, await influx.Process.CountAsync(database));
    }

    private async Task SealAsync(AcceptedBatch batch)
    {
        await test.Store.AppendAllAsync(batch);
        await test.Store.SealAsync(default);
    }

    /// <summary>Forty days after 1970 began.</summary>
    private sealed class FortiethDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromDays(40);
    }
}
