using AutoValley.Storage.Tests.Journal;
using AutoValley.Storage.Tests.Maintenance;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>The disk is full or fails at every operation on a backup's copies in turn: the backup ends and says where and why, the store goes on.</summary>
public sealed class FailingBackupTests
{
    [Theory]
    [InlineData("write")]
    [InlineData("half a write")]
    [InlineData("create")]
    [InlineData("delete")]
    public async Task Files_OperationOnACopyFails_EndsTheBackupAndNothingElse(string operation)
    {
        var failures = 0;
        for (var number = 1; await FailsAsync(operation, number); number++)
            failures++;
        Assert.InRange(failures, 1, int.MaxValue);
    }

    // False when the backup was done before there was such an operation.
    private static async Task<bool> FailsAsync(string operation, int number)
    {
        var (seen, failed) = (0, false);
        var name = operation == "half a write" ? "write" : operation;
        var plan = new FaultPlan((_, next) =>
        {
            if (next != name || ++seen < number)
                return Fault.None;
            failed = true;
            return operation == "half a write" ? Fault.Half : Fault.Fails;
        });
        await using var test = new TestStore();
        var workspace = Path.Combine(test.Folder, "backup.tmp");
        using var disk = new SqliteDisk(workspace, plan);
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, UnixTime.NanosPerDay));
        await test.Store.SealAsync(default);
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 2));
        plan.Arm();
        try
        {
            using var backup = (await test.Store.Maintenance.TryBeginBackupAsync(default))!;
            await using var restored = await RestoredStore.OfAsync(backup);
        }
        catch (StoreException exception)
        {
            Assert.True(failed, exception.Message);
            Assert.StartsWith(workspace, exception.Message, StringComparison.Ordinal);
            Assert.Contains("SQLite Error", exception.Message, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(workspace));

        // The store goes on, and so does the next backup.
        plan.Disarm();
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 3, 3), default));
        await test.Store.SealAsync(default);
        using var next = (await test.Store.Maintenance.TryBeginBackupAsync(default))!;
        await using var whole = await RestoredStore.OfAsync(next);
        await whole.AssertSpeedTimesAsync(1, 2, 3, UnixTime.NanosPerDay);
        return failed;
    }
}
