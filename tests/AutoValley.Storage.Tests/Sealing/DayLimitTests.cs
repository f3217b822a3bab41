using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>Batches whose samples lie on very many days.</summary>
public sealed class DayLimitTests
{
    private const long Day = UnixTime.NanosPerDay;

    [Fact]
    public async Task Seal_BatchOfTooManyDays_BecomesADeadLetterAsAWhole()
    {
        await using var test = new TestStore(options: options => options with { MaximumBatchDays = 3 });
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(
            TestVehicle.Speeds(session, 1, 0, Day, 2 * Day), TestVehicle.Speeds(session, 2, 1, Day + 1, (2 * Day) + 1, 3 * Day), TestVehicle.Speeds(session, 3, 2));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(0, 2, Day, 2 * Day);
        var letter = Assert.Single(test.Catalogue.DeadLetters("avl/shuttle-1", 10));
        Assert.Equal("days", letter.Reason);
        Assert.Contains("batch 2 of session", letter.Detail, StringComparison.Ordinal);
        Assert.Contains("samples of 4 UTC days, at most 3", letter.Detail, StringComparison.Ordinal);
        Assert.Equal("1-3", test.Store.GetWatermark(session).ToString());
        Assert.False(File.Exists(Path.Combine(test.Folder, "telemetry-1970-01-04.db")));
    }

    [Fact]
    public async Task Seal_NoMoreDaysInTheStore_RefusesNewOnesButThoseOfToday()
    {
        await using var test = new TestStore(options: options => options with { MaximumDays = 3 });
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 10 * Day, 11 * Day));
        await test.Store.SealAsync(default);
        // Received on 1970-01-01: that day and its neighbours have room however full the store is.
        await test.Store.AppendAllAsync(
            TestVehicle.Speeds(session, 2, 12 * Day), TestVehicle.Speeds(session, 3, 13 * Day), TestVehicle.Speeds(session, 4, 0, Day, 12 * Day),
            TestVehicle.Speeds(session, 5, 20 * Day, 1));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(0, Day, 10 * Day, 11 * Day, 12 * Day);
        var letters = test.Catalogue.DeadLetters("avl/shuttle-1", 10);
        Assert.Equal(["days", "days"], letters.Select(letter => letter.Reason));
        Assert.All(letters, letter => Assert.Contains("1 UTC days that the store does not have", letter.Detail, StringComparison.Ordinal));
        Assert.Equal("1-5", test.Store.GetWatermark(session).ToString());
    }
}
