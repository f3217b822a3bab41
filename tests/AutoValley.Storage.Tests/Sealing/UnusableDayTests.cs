using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>A day's file that cannot be used: the others are sealed, it is kept, and a new one takes its place.</summary>
public sealed class UnusableDayTests
{
    private const long Day = UnixTime.NanosPerDay;
    private const string FirstDay = "telemetry-1970-01-01.db";

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Seal_NoDatabase_IsSetAsideAndToldAndAllIsSealed(int openDays)
    {
        var log = new LinesLogger();
        await using var test = new TestStore(options: options => options with { MaximumOpenDays = openDays }, logger: log);
        var session = test.Vehicle.NewSession();
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "telemetry-1970-01-02.db"), new string('x', 4096));
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, Day, 2 * Day), TestVehicle.Speeds(session, 3, 2, Day + 1));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(1, 2, Day, Day + 1, 2 * Day);
        Assert.Equal(5, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.Equal(new string('x', 4096), await File.ReadAllTextAsync(Path.Combine(test.Folder, "telemetry-1970-01-02.db.damaged-1")));
        Assert.Equal((3011, "1970-01-02"), (Assert.Single(log.Entries).Id, log.Entries[0].Text[..10]));
        AssertWarned(test, "telemetry-1970-01-02.db.damaged-1");

        // It is told until somebody takes the file away.
        await test.ReopenAsync();
        AssertWarned(test, "telemetry-1970-01-02.db.damaged-1");
        File.Delete(Path.Combine(test.Folder, "telemetry-1970-01-02.db.damaged-1"));
        await test.ReopenAsync();
        Assert.Empty(test.Store.Health.Warnings);
        await test.AssertSpeedTimesAsync(1, 2, Day, Day + 1, 2 * Day);
    }

    [Fact]
    public async Task Seal_PagesOverwritten_LosesNothingThatTheJournalHas()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, [.. Enumerable.Range(0, 5_000).Select(time => (long)time * 7_919)]));
        await test.Store.SealAsync(default);
        await test.CloseAsync();
        await OverwriteAsync(Path.Combine(test.Folder, FirstDay));
        test.Open();
        session = test.Find(session);
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, Day - 2, Day));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(Day - 2, Day);
        AssertWarned(test, FirstDay + ".damaged-1");

        // And the next one that breaks does not take the name of the first.
        await test.CloseAsync();
        await OverwriteAsync(Path.Combine(test.Folder, FirstDay));
        test.Open();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Find(session), 3, Day - 1));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(Day - 1, Day);
        Assert.Equal([FirstDay + ".damaged-1", FirstDay + ".damaged-2"], test.Store.Health.Warnings.Select(warning => warning.Split(' ')[0]));
    }

    [Fact]
    public async Task GetStatistics_DayThatCannotBeRead_CountsTheOthersAndWarns()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2, Day));
        await test.Store.SealAsync(default);
        Assert.Equal(3, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        // What was counted is not read again until it changes.
        test.ChangeFirstDay("UPDATE sealed SET samples = 100");
        Assert.Equal(3, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 3));
        await test.Store.SealAsync(default);
        Assert.Equal(102, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        await test.CloseAsync();
        await OverwriteAsync(Path.Combine(test.Folder, FirstDay));
        test.Open();
        Assert.Equal(1, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        AssertWarned(test, FirstDay);
        Assert.Equal(1, await test.Store.DeleteBeforeAsync(2 * Day, default));
        Assert.Equal(0, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.Empty(test.Store.Health.Warnings);
    }

    [Fact]
    public async Task Seal_DayOfNewerSchema_IsSetAsideWhole()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1));
        await test.Store.SealAsync(default);
        await test.CloseAsync();
        test.ChangeFirstDay("PRAGMA user_version = 99");
        test.Open();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Find(session), 2, 2));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(2);
        AssertWarned(test, FirstDay + ".damaged-1");
    }

    private static void AssertWarned(TestStore test, string file)
    {
        Assert.True(test.Store.Health.Writable);
        Assert.StartsWith(file + " ", Assert.Single(test.Store.Health.Warnings), StringComparison.Ordinal);
    }

    // The head stays, so that it opens.
    private static async Task OverwriteAsync(string path)
    {
        await using var file = File.OpenWrite(path);
        file.Position = 1_024;
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 1_024).ToArray());
    }

    private sealed class LinesLogger : ILogger
    {
        public List<(int Id, string Text)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Entries.Add((eventId.Id, formatter(state, exception)));
        }
    }
}
