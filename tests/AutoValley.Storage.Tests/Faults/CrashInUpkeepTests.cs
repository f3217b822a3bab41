using AutoValley.Storage.Tests.Journal;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>
/// As <see cref="CrashAnywhereTests"/>, while days are deleted, backed up, set aside because they are damaged, and replaced because they are protected.
/// </summary>
public sealed class CrashInUpkeepTests(ITestOutputHelper output)
{
    private const long Day = UnixTime.NanosPerDay;
    private const int Deleted = 0;
    private const int Damaged = 1;
    private const int Protected = 2;
    private const int Sound = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_BeforeAnyOperation_LosesAndDoublesNothing(bool losesPower)
    {
        var operations = await CrashPoints.PlayAsync(operation => PlayAsync(operation, losesPower), output.WriteLine);
        Assert.All(
            ["write", "sync", "sync folder", "rename", "link", "sync file", "delete file", "sync day folder"], name => Assert.Contains(name, operations));
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(int operation, bool losesPower)
    {
        var plan = new FaultPlan((number, _) => number == operation ? Fault.Crash : Fault.None);
        SqliteDisk disk = null!;
        var journal = new SimulatedDisk { Decide = (_, name) => plan.Next(name) };
        await using var test = new TestStore(journal, prepare: folder => disk = new SqliteDisk(folder, plan));
        using var attached = disk;
        var session = test.Vehicle.NewSession();
        for (var number = 1UL; number <= 3; number++)
        {
            await test.Store.AppendAsync(Batch(session, number), default);
            await test.Store.SealAsync(default);
        }
        await test.CloseAsync();
        var path = Path.Combine(test.Folder, "telemetry-1970-01-0");
        await File.WriteAllTextAsync($"{path}{Damaged + 1}.db", new string('x', 8_192));
        File.SetAttributes($"{path}{Protected + 1}.db", FileAttributes.ReadOnly);
        disk.Deleted($"{path}{Damaged + 1}.db");
        test.FolderFiles = new FaultyFolder(disk, plan);
        test.Open();
        plan.Arm();
        var (acknowledged, isOpen) = await UseAsync(test, session);
        if (isOpen)
            await test.CloseAsync();
        var operations = plan.Operations;

        plan.Disarm();
        var random = new Random(operation);
        if (losesPower)
            disk.LosePower(random);
        test.Files = losesPower ? journal.AfterCrash(random) : journal.AfterKill();
        test.Open();
        await CompareAsync(test, session, acknowledged);
        return operations;
    }

    private static async Task<(HashSet<long> Acknowledged, bool IsOpen)> UseAsync(TestStore test, Session session)
    {
        HashSet<long> acknowledged = [];
        var isOpen = true;
        try
        {
            await test.Store.DeleteBeforeAsync((Deleted + 1) * Day, default);
            // While all is sealed: the journal has no files that could be copied.
            using (var backup = (await test.Store.Maintenance.TryBeginBackupAsync(default))!)
                Assert.Equal(4, await backup.FilesAsync(default).CountAsync());
            await test.Store.AppendAsync(Batch(test.Find(session), 4), default);
            acknowledged.Add(4);
            await test.Store.SealAsync(default);
            await test.CloseAsync();
            isOpen = false;
            test.Open();
            isOpen = true;
            await test.Store.AppendAsync(Batch(test.Find(session), 5), default);
            acknowledged.Add(5);
            await test.Store.SealAsync(default);
        }
        catch (Exception exception) when (exception is IOException or SqliteException)
        {
        }
        return (acknowledged, isOpen);
    }

    private static async Task CompareAsync(TestStore test, Session session, HashSet<long> acknowledged)
    {
        // What was not set aside or replaced yet is now.
        await test.Store.AppendAsync(Batch(test.Find(session), 6), default);
        await test.Store.SealAsync(default);
        await test.ReopenAsync();
        acknowledged.Add(6);
        var found = (await test.Store.ReadTimesAsync(test.Speed)).GroupBy(time => (int)(time / Day)).ToDictionary(day => day.Key, day => day.ToList());
        foreach (var day in new[] { Deleted, Damaged, Protected, Sound })
        {
            var numbers = found[day].ConvertAll(time => time % Day);
            Assert.Equal(numbers.Distinct(), numbers);
            Assert.Subset(numbers.ToHashSet(), acknowledged);
            // A day is deleted or lost as a whole.
            var early = numbers.Where(number => number <= 3).ToArray();
            Assert.True(early.Length == (day is Protected or Sound ? 3 : early.Length == 0 ? 0 : 3), $"day {day}: {string.Join(' ', numbers)}");
            Assert.True(day != Damaged || early.Length == 0);
        }
        // Both are told, and nobody misses a day that was deleted, replaced or is there.
        var warnings = test.Store.Health.Warnings;
        Assert.Contains(warnings, warning => warning.StartsWith("telemetry-1970-01-02.db.damaged-1 ", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.StartsWith("telemetry-1970-01-03.db.protected-1 ", StringComparison.Ordinal));
        Assert.All(warnings, warning => Assert.Matches("^telemetry-1970-01-0(2.db.(damaged|missing)|3.db.protected)-", warning));
        Assert.Empty(Directory.EnumerateFiles(test.Folder, "*.copying"));
    }

    // A speed of each day.
    private static AcceptedBatch Batch(Session session, ulong number) =>
        TestVehicle.Speeds(session, number, [.. new[] { Deleted, Damaged, Protected, Sound }.Select(day => (day * Day) + (long)number)]);
}
