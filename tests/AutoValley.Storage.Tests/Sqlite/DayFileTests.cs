using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Tests.Sqlite;

/// <summary>What lies in a day's file, and what a reader makes of it when it is damaged.</summary>
public sealed class DayFileTests
{
    [Fact]
    public async Task Aggregate_WholeChunksAndVectors_DecodesNoColumn()
    {
        await using var test = new TestStore();
        await SealFiveThousandAsync(test);
        test.ChangeFirstDay("UPDATE body SET parts = zeroblob(length(parts))");
        test.Open();
        Assert.Equal([new Bucket(0, 5_000, 0, 4_999, 12_497_500, 0, 4_999)], await test.Store.AggregateAllAsync(test.Speed, 10_000));
        await Assert.ThrowsAsync<DamagedChunkException>(() => test.Store.AggregateAllAsync(test.Speed, 1_024));
    }

    [Theory]
    [InlineData("UPDATE body SET parts = x'5A' || substr(parts, 2)", "the check sum of its values is another")]
    [InlineData("UPDATE body SET parts = substr(parts, 1, length(parts) - 1) || x'5A'", "the check sum of its values is another")]
    [InlineData("UPDATE body SET parts = x'00'", "its values, row 1, are not there")]
    [InlineData("UPDATE times SET times = x'00'", "the check sum of times 1 is another")]
    [InlineData("UPDATE times SET bounds = x''", "the check sum of times 1 is another")]
    [InlineData("UPDATE chunk SET count = count - 1", "the check sum of its row is another")]
    [InlineData("UPDATE chunk SET summary = zeroblob(56)", "the check sum of its row is another")]
    [InlineData("DELETE FROM body", "its values, row 1, are not there")]
    [InlineData("DELETE FROM times", "its times, row 1, are not there")]
    public async Task Read_DamagedChunk_TellsWhichAndGivesNothing(string damage, string reason)
    {
        await using var test = new TestStore();
        await SealFiveThousandAsync(test);
        test.ChangeFirstDay(damage);
        test.Open();
        var exception = await Assert.ThrowsAsync<DamagedChunkException>(() => test.Store.ReadAllAsync(test.Speed));
        Assert.Equal(("1970-01-01", 100_000L, 0L, 4_999L), (exception.Day, exception.Chunk, exception.First, exception.Last));
        Assert.StartsWith("1970-01-01: chunk 100000 of avl/shuttle-1 Vehicle.Speed, times 0 to 4999, is damaged: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seal_SignalsWithTheSameTimes_StoresTheTimesOnce()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        long[] times = [1, 5, 9];
        for (var sequence = 1UL; sequence <= 3; sequence++)
        {
            await test.Store.AppendAllAsync(TestVehicle.Batch(
                session, sequence, (TestVehicle.Speed, times, Values.Of(new double[3])), (TestVehicle.Gear, times, Values.Of(new long[3])),
                (TestVehicle.Brake, [1, 5], Values.Of(new bool[2])), (TestVehicle.Note, [1, 6, 9], Values.Of(new[] { "", "", "" }))));
            times = [.. times.Select(time => time + 10)];
        }
        await test.Store.SealAsync(default);
        Assert.Equal((4, 3), (test.AskFirstDay("SELECT count(*) FROM chunk"), test.AskFirstDay("SELECT count(*) FROM times")));
        Assert.Equal(3, test.AskFirstDay("SELECT count(*) FROM body"));
        Assert.Equal(new long[] { 1, 5, 9, 11, 15, 19, 21, 25, 29 }, await test.Store.ReadTimesAsync(test.Vehicle.Series(TestVehicle.Gear)));
    }

    private static async Task SealFiveThousandAsync(TestStore test)
    {
        await test.Store.AppendAllAsync(
            TestVehicle.Speeds(test.Vehicle.NewSession(), 1, [.. Enumerable.Range(0, 5_000).Select(index => (long)index)]));
        await test.Store.SealAsync(default);
        await test.CloseAsync();
    }
}
