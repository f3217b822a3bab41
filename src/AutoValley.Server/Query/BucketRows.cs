using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>What is said of a series, bucket by bucket, in order of time.</summary>
internal sealed class BucketRows(ISampleStore store, QueryOptions options, TimeProvider clock)
{
    /// <summary>From the store's statistics where they tell everything, else from the samples.</summary>
    /// <param name="series">Numeric or boolean.</param>
    /// <param name="range">Samples outside are left out.</param>
    /// <param name="request">Checked already.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: over a limit of <see cref="QueryOptions"/>.</exception>
    public async IAsyncEnumerable<BucketRow> ReadAsync(
        Series series, TimeRange range, AggregateQuestion request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = request.NeedsSamples
            ? FromSamplesAsync(series, range, request, cancellation)
            : FromStatisticsAsync(series, range, request, cancellation);
        if (request.FillEmpty)
            rows = FillAsync(rows, range, request, cancellation);
        long count = 0;
        await foreach (var row in rows)
        {
            if (++count > options.MaximumBuckets)
                throw TooManyBuckets(series);
            yield return row;
        }
    }

    /// <summary>The refusal of a series with more buckets than the limit.</summary>
    public RpcException TooManyBuckets(Series series) =>
        Refusal.OverLimit("Query:MaximumBuckets", $"more than {options.MaximumBuckets} buckets for '{series.Name}'");

    private async IAsyncEnumerable<BucketRow> FromStatisticsAsync(
        Series series, TimeRange range, AggregateQuestion request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var bucket in store.AggregateAsync(series, range, request.ToStore(), cancellation))
            yield return new BucketRow(bucket, []);
    }

    private async IAsyncEnumerable<BucketRow> FromSamplesAsync(
        Series series, TimeRange range, AggregateQuestion request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var numbers = new BucketNumbers(options.MaximumPercentileSamples);
        var slice = new TimeSlice(clock);
        long? start = null;
        await foreach (var samples in store.ReadAsync(series, range, cancellation))
        {
            for (var index = 0; index < samples.Count;)
            {
                var bucket = request.Grid.StartOf(samples.Times.Span[index]);
                if (bucket != start && !numbers.IsEmpty)
                    yield return numbers.Take(start!.Value, request.Percentiles);
                start = bucket;
                var end = EndIn(samples.Times.Span, index, request.Grid.EndOf(samples.Times.Span[index]));
                if (!numbers.TryAdd(samples.Slice(index, end - index).Values))
                    throw TooMany(series);
                index = end;
            }
            await slice.GiveWayAsync();
        }
        if (!numbers.IsEmpty)
            yield return numbers.Take(start!.Value, request.Percentiles);
    }

    private static async IAsyncEnumerable<BucketRow> FillAsync(
        IAsyncEnumerable<BucketRow> rows, TimeRange range, AggregateQuestion request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (range.IsEmpty)
            yield break;
        long? next = request.Grid.StartOf(range.From);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            foreach (var start in request.Grid.Starts(next!.Value, row.Bucket.Start))
                yield return BucketRow.WithoutNumbers(start, 0, request.Percentiles.Count);
            yield return row;
            next = request.Grid.EndOf(row.Bucket.Start);
        }
        foreach (var start in next is { } from ? request.Grid.Starts(from, range.To) : [])
            yield return BucketRow.WithoutNumbers(start, 0, request.Percentiles.Count);
    }

    private RpcException TooMany(Series series) => Refusal.OverLimit(
        "Query:MaximumPercentileSamples", $"more than {options.MaximumPercentileSamples} numbers in a bucket of '{series.Name}'");

    // Index of the first time, from one that lies before, that is not before the end.
    private static int EndIn(ReadOnlySpan<long> times, int from, long? end)
    {
        if (end is not { } until)
            return times.Length;
        var found = times[from..].BinarySearch(until);
        return from + (found < 0 ? ~found : found);
    }
}
