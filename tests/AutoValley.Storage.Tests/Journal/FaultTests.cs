using AutoValley.Storage.Tests.Sealing;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Journal;

/// <summary>A disk that is full or fails: nothing is acknowledged, nothing is lost, and it goes on when the disk does.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> FailingOperations => ["write", "half a write", "sync", "set length after write", "create after write", "sync folder"];

    [Theory]
    [MemberData(nameof(FailingOperations))]
    public async Task Append_OperationFails_IsRefusedUntilItSucceeds(string operation)
    {
        var disk = new SimulatedDisk();
        await using var test = new TestStore(disk);
        await test.CloseAsync();
        // Else the failed segment would be sealed and gone before it is read again.
        test.WrapBackEnd = backEnd => new HookedBackEnd(backEnd, () => throw new IOException("not now"));
        test.Open();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default);
        if (operation == "sync folder")
            await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));

        disk.Decide = (_, name) => Fails(operation, name);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var exception = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2), default).AsTask());
            Assert.Contains("No space left", exception.Message, StringComparison.Ordinal);
        }
        Assert.False(test.Store.Health.Writable);
        Assert.Contains("No space left", test.Store.Health.Reason, StringComparison.Ordinal);
        Assert.Equal("1-1", test.Store.GetWatermark(session).ToString());
        await test.AssertSpeedTimesAsync(1);

        disk.Decide = (_, _) => Fault.None;
        await Eventually.IsTrueAsync(() => test.Store.Health.Writable);
        Assert.Equal("", test.Store.Health.Reason);
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2), default));
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 3, 3), default));
        await test.CloseAsync();
        test.Files = disk.AfterCrash(new Random(5));
        test.WrapBackEnd = backEnd => backEnd;
        test.Open();
        await test.AssertSpeedTimesAsync(1, 2, 3);
        await test.Store.SealAsync(default);
        Assert.Equal(3, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
    }

    [Fact]
    public async Task Append_SecondCopyOfAFailingBatch_FailsWithIt()
    {
        using var held = new ManualResetEventSlim();
        var disk = new SimulatedDisk();
        await using var test = new TestStore(disk);
        var session = test.Vehicle.NewSession();
        disk.Decide = (_, name) =>
        {
            if (name != "write")
                return Fault.None;
            held.Wait(Patience);
            return Fault.Fails;
        };
        var first = test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default).AsTask();
        var second = test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default).AsTask();
        Assert.False(second.IsCompleted);
        held.Set();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        disk.Decide = (_, _) => Fault.None;
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default));
    }

    [Fact]
    public async Task Append_WhileASyncRuns_JoinsOneGroup()
    {
        using var held = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        var disk = new SimulatedDisk();
        await using var test = new TestStore(disk);
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default);
        var syncs = 0;
        disk.Decide = (_, name) =>
        {
            if (name == "sync")
            {
                Interlocked.Increment(ref syncs);
                reached.Set();
                held.Wait(Patience);
            }
            return Fault.None;
        };
        var first = test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2), default).AsTask();
        Assert.True(reached.Wait(Patience));
        var others = Enumerable.Range(3, 50).Select(number => test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default).AsTask()).ToArray();
        Assert.False(first.IsCompleted);
        held.Set();
        await Task.WhenAll(others);
        Assert.Equal(2, syncs);
    }

    [Fact]
    public async Task Dispose_WhileTheDiskFails_Ends()
    {
        var disk = new SimulatedDisk();
        var test = new TestStore(disk);
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default);
        disk.Decide = (_, _) => Fault.Fails;
        await test.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2), default).AsTask());
    }

    private static Fault Fails(string operation, string name) => operation switch
    {
        "half a write" => name == "write" ? Fault.Half : Fault.None,
        "set length after write" => name is "write" or "set length" ? Fault.Fails : Fault.None,
        "create after write" => name is "write" or "create" ? Fault.Half : Fault.None,
        _ => name == operation ? Fault.Fails : Fault.None,
    };
}
