using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Tests.Sqlite;

/// <summary>Columns of chunks that plots and aggregates were made of are kept for the next ones, up to a limit.</summary>
public sealed class ColumnCacheTests
{
    private const long Bucket = 1_500;

    [Fact]
    public async Task Aggregate_Again_ReadsNothing()
    {
        await using var test = await SealedAsync();
        var first = await test.Store.AggregateAllAsync(test.Speed, Bucket);
        var cache = await CacheAsync(test);
        Assert.Equal((0, 1), (cache.Hits, cache.Misses));
        Assert.InRange(cache.Bytes, 1, test.Options.ColumnCacheBytes);
        test.ChangeFirstDay("UPDATE body SET parts = zeroblob(length(parts)); DELETE FROM times");
        Assert.Equal(first, await test.Store.AggregateAllAsync(test.Speed, Bucket));
        Assert.NotEmpty(await test.Store.SummariesAsync(test.Speed, TimeRange.All, Bucket, default).ToListAsync());
        Assert.Equal(cache with { Hits = 2 }, await CacheAsync(test));
    }

    [Fact]
    public async Task Aggregate_Again_KeepsCodedColumnsPacked()
    {
        await using var test = await SealedAsync(value: Coded);
        var first = await test.Store.AggregateAllAsync(test.Speed, Bucket);
        var coded = await CacheAsync(test);
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal(first, await test.Store.AggregateAllAsync(test.Speed, Bucket));
            var packed = await CacheAsync(test);
            Assert.InRange(packed.Bytes, coded.Bytes + 200, coded.Bytes * 2);
        }
        var values = await test.Store.ReadEncodedAsync(test.Speed, TimeRange.All, default).SingleAsync();
        Assert.Equal(5_000, ColumnCodec.ReadHeader(values.Values.Span).Count);
    }

    [Fact]
    public async Task Aggregate_AgainOfFewSamples_LeavesColumnsCoded()
    {
        await using var test = await SealedAsync(value: Coded);
        var edge = new TimeRange(100, 200);
        await test.Store.AggregateAllAsync(test.Speed, Bucket, edge);
        var coded = await CacheAsync(test);
        await test.Store.AggregateAllAsync(test.Speed, Bucket, edge);
        Assert.Equal(coded with { Hits = coded.Hits + 1 }, await CacheAsync(test));
    }

    [Fact]
    public async Task Aggregate_WithoutCache_ReadsAgain()
    {
        await using var test = await SealedAsync(cacheBytes: 0);
        await test.Store.AggregateAllAsync(test.Speed, Bucket);
        test.ChangeFirstDay("UPDATE body SET parts = zeroblob(length(parts))");
        await Assert.ThrowsAsync<DamagedChunkException>(() => test.Store.AggregateAllAsync(test.Speed, Bucket));
        Assert.Equal(new CacheStatistics(0, 2, 0), await CacheAsync(test));
    }

    [Fact]
    public async Task Aggregate_MoreChunksThanHaveRoom_KeepsTheLast()
    {
        const int chunks = 6;
        await using var test = await SealedAsync(chunks: chunks, cacheBytes: 20_000);
        await test.Store.AggregateAllAsync(test.Speed, Bucket);
        var cache = await CacheAsync(test);
        Assert.InRange(cache.Bytes, 1, 20_000);
        var last = new TimeRange(((chunks - 1) * 5_000) + 1, chunks * 5_000);
        await test.Store.AggregateAllAsync(test.Speed, Bucket, last);
        await test.Store.AggregateAllAsync(test.Speed, Bucket, new TimeRange(1, 5_000));
        var after = await CacheAsync(test);
        Assert.Equal((cache.Hits + 1, cache.Misses + 1), (after.Hits, after.Misses));
    }

    [Fact]
    public async Task Read_Whole_IsNotKept()
    {
        await using var test = await SealedAsync();
        Assert.Equal(5_000, (await test.Store.ReadTimesAsync(test.Speed)).Length);
        Assert.NotEmpty(await test.Store.ReadEncodedAsync(test.Speed, TimeRange.All, default).ToListAsync());
        Assert.Equal(0, (await CacheAsync(test)).Bytes);
    }

    [Fact]
    public async Task DeleteBefore_DayWithKeptColumns_FreesThem()
    {
        await using var test = await SealedAsync();
        await test.Store.AggregateAllAsync(test.Speed, Bucket);
        await test.Store.DeleteBeforeAsync(UnixTime.NanosPerDay, default);
        Assert.Equal(0, (await CacheAsync(test)).Bytes);
        Assert.Empty(await test.Store.AggregateAllAsync(test.Speed, Bucket));
    }

    // Small values are common, large ones rare: coded in the file.
    private static double Coded(Random random) => Math.Round(Math.Pow(random.NextDouble(), 8) * 100) / 8;

    // Chunks of 5,000 speeds of 13 bits, a nanosecond apart, each chunk sealed by itself.
    private static async Task<TestStore> SealedAsync(int chunks = 1, long cacheBytes = 1 << 20, Func<Random, double>? value = null)
    {
        var test = new TestStore(options: options => options with { ColumnCacheBytes = cacheBytes });
        var session = test.Vehicle.NewSession();
        var random = new Random(1);
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var times = Enumerable.Range(chunk * 5_000, 5_000).Select(time => (long)time).ToArray();
            await test.Store.AppendAllAsync(TestVehicle.Batch(
                session, (ulong)chunk + 1, (TestVehicle.Speed, times, Values.Of(times.Select(_ => value?.Invoke(random) ?? random.Next(8_192) / 8.0).ToArray()))));
            await test.Store.SealAsync(default);
        }
        return test;
    }

    private static async Task<CacheStatistics> CacheAsync(TestStore test) => (await test.Store.GetStatisticsAsync(default)).ColumnCache;
}
