using AutoValley.Storage.Tests.Journal;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>A day's file that the system protects from writing is read like any, and later samples of its day neither wait nor get lost.</summary>
public sealed class ProtectedDayTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;
    private const string FirstDay = "telemetry-1970-01-01.db";

    private readonly TestStore test;
    private SqliteDisk disk = null!;
    private Session session = null!;

    public ProtectedDayTests() => test = new TestStore(prepare: folder => disk = new SqliteDisk(folder, new FaultPlan((_, _) => Fault.None)));

    private string FirstPath => Path.Combine(test.Folder, FirstDay);

    public async Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        await AppendAsync(1, 1, 2, Day);
        await test.CloseAsync();
        File.SetAttributes(FirstPath, FileAttributes.ReadOnly);
        test.Open();
    }

    public async Task DisposeAsync()
    {
        await test.DisposeAsync();
        disk.Dispose();
    }

    [Fact]
    public async Task Read_ProtectedDay_IsAsAnyOther()
    {
        await test.AssertSpeedTimesAsync(1, 2, Day);
        Assert.Equal(3, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.Empty(test.Store.Health.Warnings);
    }

    [Fact]
    public async Task Seal_ProtectedDay_IsKeptAndItsCopyHasWhatComes()
    {
        var before = await File.ReadAllBytesAsync(FirstPath);
        using (var snapshot = test.Store.OpenSnapshot([test.Speed.Vehicle]))
        {
            await test.AssertSpeedTimesAsync(1, 2, Day);
            await AppendAsync(2, 3, Day + 1);
            await test.AssertSpeedTimesAsync(1, 2, 3, Day, Day + 1);
        }
        Assert.Equal(before, await File.ReadAllBytesAsync(FirstPath + ".protected-1"));
        AssertWarned(FirstDay + ".protected-1");
        Assert.DoesNotContain(await test.Store.Maintenance.VerifyAsync(default).ToListAsync(), step => step.Finding is not null);
        Assert.Equal([], Directory.EnumerateFiles(test.Folder, "*.copying*"));
        await test.ReopenAsync();
        await test.AssertSpeedTimesAsync(1, 2, 3, Day, Day + 1);
        AssertWarned(FirstDay + ".protected-1");
    }

    private void AssertWarned(string file)
    {
        Assert.True(test.Store.Health.Writable);
        Assert.StartsWith(file + " ", Assert.Single(test.Store.Health.Warnings), StringComparison.Ordinal);
    }

    private async Task AppendAsync(ulong sequence, params long[] times)
    {
        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Find(session), sequence, times));
        await test.Store.SealAsync(default);
    }
}
