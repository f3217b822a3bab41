using AutoValley.Storage.Tests.Journal;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>The databases' disk is full or fails for a while, at every operation of sealing in turn: it is said, and the next attempt ends it.</summary>
public sealed class FailingDiskTests
{
    [Theory]
    [InlineData("write")]
    [InlineData("half a write")]
    [InlineData("sync")]
    [InlineData("truncate")]
    [InlineData("create")]
    public async Task Seal_OperationFails_LosesAndDoublesNothing(string operation)
    {
        var failures = 0;
        for (var number = 1; await FailsAsync(operation, number); number++)
            failures++;
        Assert.InRange(failures, 1, int.MaxValue);
    }

    // False when sealing was done before there was such an operation.
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
        SqliteDisk disk = null!;
        await using var test = new TestStore(prepare: folder => disk = new SqliteDisk(folder, plan));
        using var attached = disk;
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1, UnixTime.NanosPerDay), default);
        await test.Store.SealAsync(default);
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2, UnixTime.NanosPerDay + 1, 2 * UnixTime.NanosPerDay), default);
        plan.Arm();
        try
        {
            await test.Store.SealAsync(default);
        }
        catch (StoreUnavailableException exception)
        {
            Assert.True(failed, exception.Message);
            Assert.StartsWith("sealing: ", exception.Message, StringComparison.Ordinal);
        }
        // A reader of a write-ahead log makes the log where there is none; without room for files it says so.
        if (operation == "create")
            plan.Disarm();
        long[] expected = [1, 2, UnixTime.NanosPerDay, UnixTime.NanosPerDay + 1, 2 * UnixTime.NanosPerDay];
        await test.AssertSpeedTimesAsync(expected);
        // What is acknowledged meanwhile does not depend on the databases.
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 3, 3), default));

        plan.Disarm();
        await test.Store.SealAsync(default);
        await test.ReopenAsync();
        await test.AssertSpeedTimesAsync([1, 2, 3, .. expected[2..]]);
        Assert.Equal(6, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        return failed;
    }
}
