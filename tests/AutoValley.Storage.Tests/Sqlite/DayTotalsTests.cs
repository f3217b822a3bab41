using AutoValley.Storage.Sealing;
using AutoValley.Storage.Tests.Faults;
using AutoValley.Storage.Tests.Journal;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Sqlite;

/// <summary>The state of a store of years is asked for every second: its days are opened for it once.</summary>
public sealed class DayTotalsTests
{
    private const int Days = 1_000;

    [Fact]
    public async Task GetStatistics_ThousandDays_OpensEachOnceAndThenWhatChanged()
    {
        SqliteDisk disk = null!;
        await using var test = new TestStore(prepare: folder => disk = new SqliteDisk(folder, new FaultPlan((_, _) => Fault.None)));
        using var attached = disk;
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2));
        await test.Store.SealAsync(default);
        await test.CloseAsync();
        for (var day = 1; day < Days; day++)
            File.Copy(Path.Combine(test.Folder, "telemetry-1970-01-01.db"), Path.Combine(test.Folder, $"telemetry-{UtcDay.ToText(day)}.db"));
        test.Open();
        Assert.Equal(2 * Days, (await test.Store.GetStatisticsAsync(default)).SealedSamples);

        var before = disk.Opened;
        for (var second = 0; second < 3; second++)
            Assert.Equal(2 * Days, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.Empty(test.Store.Health.Warnings);
        Assert.Equal(before, disk.Opened);

        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Find(session), 2, 3, UnixTime.NanosPerDay));
        await test.Store.SealAsync(default);
        before = disk.Opened;
        Assert.Equal((2 * Days) + 2, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.InRange(disk.Opened - before, 1, 2);
    }
}
