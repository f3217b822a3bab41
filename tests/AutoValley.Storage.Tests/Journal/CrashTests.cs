using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Journal;

/// <summary>The machine stops before each operation on the journal in turn. What was acknowledged is there, once.</summary>
public sealed class CrashTests
{
    private const int Batches = 12;
    private const int SamplesPerBatch = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Crash_BeforeAnyOperation_LosesAndDoublesNothing(int seed)
    {
        for (var operation = 1; await CrashesAsync(operation, new Random((seed * 1000) + operation)); operation++)
        {
        }
    }

    // False when the run ended before there was such an operation.
    private static async Task<bool> CrashesAsync(int operation, Random random)
    {
        var disk = new SimulatedDisk();
        await using var test = new TestStore(disk, options => options with { SegmentBytes = 2_048 });
        disk.Decide = (number, _) => number >= operation ? Fault.Crash : Fault.None;
        var session = test.Vehicle.NewSession();
        var acknowledged = await AppendAsync(test, session);
        var crashed = disk.HasCrashed;

        await test.CloseAsync();
        test.Files = disk.AfterCrash(random);
        test.Open();
        session = test.Find(session);

        var found = await test.Store.ReadTimesAsync(test.Speed);
        Assert.Equal(found.Distinct(), found);
        Assert.All(acknowledged, sequence => Assert.Subset(found.ToHashSet(), Times(sequence).ToHashSet()));
        var watermark = test.Store.GetWatermark(session);
        Assert.All(acknowledged, sequence => Assert.True(watermark.Contains(sequence), $"{sequence} of {watermark}"));
        Assert.Equal(watermark.SelectMany(range => Enumerable.Range((int)range.First, (int)range.Count)).SelectMany(sequence => Times((ulong)sequence)), found);

        // The vehicle sends all of it again; then every sample is sealed exactly once.
        for (var sequence = 1UL; sequence <= Batches; sequence++)
        {
            var expected = watermark.Contains(sequence) ? AppendOutcome.Duplicate : AppendOutcome.Appended;
            Assert.Equal(expected, await test.Store.AppendAsync(TestVehicle.Speeds(session, sequence, Times(sequence)), default));
        }
        await test.Store.SealAsync(default);
        await test.ReopenAsync();
        Assert.Equal(Enumerable.Range(0, Batches * SamplesPerBatch).Select(Time), await test.Store.ReadTimesAsync(test.Speed));
        Assert.Equal(Batches * SamplesPerBatch, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        return crashed;
    }

    private static async Task<List<ulong>> AppendAsync(TestStore test, Session session)
    {
        List<ulong> acknowledged = [];
        try
        {
            for (var sequence = 1UL; sequence <= Batches; sequence++)
            {
                await test.Store.AppendAsync(TestVehicle.Speeds(session, sequence, Times(sequence)), default);
                acknowledged.Add(sequence);
                if (sequence % 5 == 0)
                    await test.Store.SealAsync(default);
            }
        }
        catch (StoreUnavailableException)
        {
        }
        return acknowledged;
    }

    private static long[] Times(ulong sequence) => [.. Enumerable.Range(((int)sequence - 1) * SamplesPerBatch, SamplesPerBatch).Select(Time)];

    // Batches reach over two days.
    private static long Time(int index) => UnixTime.NanosPerDay - 100 + index;
}
