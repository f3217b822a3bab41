using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests;

/// <summary>Whole answers of a store.</summary>
internal static class StoreReading
{
    public static async Task<List<(long Time, SampleValue Value)>> ReadAllAsync(this ISampleStore store, Series series, TimeRange? range = null)
    {
        List<(long, SampleValue)> found = [];
        await foreach (var slice in store.ReadAsync(series, range ?? TimeRange.All, CancellationToken.None))
        {
            Assert.InRange(slice.Count, 1, 32 * 1024);
            for (var index = 0; index < slice.Count; index++)
                found.Add((slice.Times.Span[index], SampleValue.At(slice.Values, index)));
        }
        return found;
    }

    public static async Task<long[]> ReadTimesAsync(this ISampleStore store, Series series, TimeRange? range = null) =>
        [.. (await store.ReadAllAsync(series, range)).Select(sample => sample.Time)];

    public static async Task<List<Bucket>> AggregateAllAsync(this ISampleStore store, Series series, BucketRequest buckets, TimeRange? range = null) =>
        await store.AggregateAsync(series, range ?? TimeRange.All, buckets, CancellationToken.None).ToListAsync();

    public static async Task AppendAllAsync(this ISampleStore store, params AcceptedBatch[] batches) =>
        await Task.WhenAll(batches.Select(batch => store.AppendAsync(batch, CancellationToken.None).AsTask()));
}
