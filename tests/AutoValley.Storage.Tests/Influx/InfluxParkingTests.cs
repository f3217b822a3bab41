using AutoValley.Testing;
using AutoValley.Testing.Influx;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>An InfluxDB that is waited for: nothing failed yet, and vehicles are not kept waiting.</summary>
public sealed class InfluxParkingTests
{
    private const int Batches = 200;

    [ToolFact("influxd")]
    public async Task Append_WhileAHaltedInfluxDbIsWaitedFor_LeavesTheMemory()
    {
        await using var influx = await InfluxProcess.StartAsync();
        await using var test = new TestStore(options: options => options with { MaximumUnsealedBytes = 8_000, SegmentBytes = 2_000 });
        // Longer than anybody may be kept waiting here.
        await test.UseInfluxAsync(influx.Url, options => options with { Timeout = 2 * Eventually.Limit });
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default);
        await test.Store.SealAsync(default);
        influx.Halt();
        for (var number = 2; number <= Batches; number++)
            Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default).AsTask().WaitAsync(Eventually.Limit));
        Assert.InRange(test.Store.Health.ParkedBytes, 1, long.MaxValue);
        Assert.Equal((true, ""), (test.Store.Health.Writable, test.Store.Health.Reason));
        influx.Resume();
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, Batches).Select(number => (long)number)]);
    }
}
