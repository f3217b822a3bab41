using AutoValley.Storage.Maintenance;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>A day's file that samples were sealed into is gone or empty: it is told until somebody was there, and hinders nothing.</summary>
public sealed class MissingDayTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;
    private const string FirstDay = "telemetry-1970-01-01.db";

    private readonly TestStore test = new();
    private Session session = null!;

    public async Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2, Day));
        await test.Store.SealAsync(default);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Theory]
    [InlineData(true, FirstDay + ".missing-1")]
    [InlineData(false, FirstDay + ".damaged-1")]
    public async Task Open_FileGoneOrEmpty_IsToldUntilSomebodyTakesTheMarkAway(bool isGone, string mark)
    {
        await test.CloseAsync();
        Spoil(isGone);
        test.Open();
        await AssertToldAsync(mark);
        await test.AssertSpeedTimesAsync(Day);

        // What comes is sealed, and what went is still told.
        await AppendAsync(2, 3);
        await test.AssertSpeedTimesAsync(3, Day);
        await AssertToldAsync(mark);
        await test.ReopenAsync();
        await AssertToldAsync(mark);

        File.Delete(Path.Combine(test.Folder, mark));
        await test.ReopenAsync();
        await AssertToldAsync();
        await test.AssertSpeedTimesAsync(3, Day);
    }

    [Fact]
    public async Task Seal_FileThatWentMeanwhile_IsTold()
    {
        await test.AssertSpeedTimesAsync(1, 2, Day);
        Spoil(isGone: true);
        Assert.Equal([FirstDay], await FoundAsync());
        await AppendAsync(2, 3);
        await test.AssertSpeedTimesAsync(3, Day);
        await AssertToldAsync(FirstDay + ".missing-1");
    }

    [Fact]
    public async Task Seal_FileEmptiedMeanwhile_IsToldAndReadersFailUntilItIsSetAside()
    {
        Spoil(isGone: false);
        Assert.Contains("is empty", (await Assert.ThrowsAsync<StoreException>(() => test.Store.ReadTimesAsync(test.Speed))).Message, StringComparison.Ordinal);
        Assert.Equal([FirstDay], await FoundAsync());
        await AppendAsync(2, 3);
        await test.AssertSpeedTimesAsync(3, Day);
        await AssertToldAsync(FirstDay + ".damaged-1");
    }

    [Fact]
    public async Task Delete_Day_IsMissedByNobody()
    {
        Assert.Equal(2, await test.Store.DeleteBeforeAsync(Day, default));
        await AssertToldAsync();
        await test.ReopenAsync();
        await AssertToldAsync();
    }

    [Fact]
    public async Task Open_DayThatNobodyNoted_IsNotedThen()
    {
        await test.CloseAsync();
        ForgetDays();
        // As a crash leaves it that comes before the tables.
        await File.WriteAllBytesAsync(Path.Combine(test.Folder, "telemetry-1970-01-09.db"), []);
        test.Open();
        await AssertToldAsync();
        await test.CloseAsync();
        Spoil(isGone: true);
        test.Open();
        await AssertToldAsync(FirstDay + ".missing-1");
    }

    private async Task AppendAsync(ulong sequence, params long[] times)
    {
        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Find(session), sequence, times));
        await test.Store.SealAsync(default);
    }

    private void Spoil(bool isGone)
    {
        var path = Path.Combine(test.Folder, FirstDay);
        if (isGone)
            File.Delete(path);
        else
            File.WriteAllBytes(path, []);
    }

    private void ForgetDays()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(test.Folder, "catalog.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE day";
        command.ExecuteNonQuery();
    }

    private async Task AssertToldAsync(params string[] files)
    {
        Assert.Equal(files, test.Store.Health.Warnings.Select(warning => warning.Split(' ')[0]));
        Assert.True(test.Store.Health.Writable);
        Assert.Equal(files, await FoundAsync());
    }

    private async Task<IEnumerable<string>> FoundAsync() =>
        (await test.Store.Maintenance.VerifyAsync(default).ToListAsync()).Select(step => step.Finding).OfType<Finding>().Select(finding => finding.File);
}
