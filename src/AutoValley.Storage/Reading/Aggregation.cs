using System.Runtime.CompilerServices;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Statistics by bucket. Where a piece has a stretch of time alone they come from its columns (<see cref="PieceBuckets"/>); where
/// pieces overlap these are merged first.
/// </summary>
internal static class Aggregation
{
    /// <param name="pieces">By their first times.</param>
    /// <param name="range">Samples outside are left out.</param>
    /// <param name="request">Which buckets.</param>
    /// <param name="type">Of the values; not text.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<Bucket> AggregateAsync(
        IAsyncEnumerable<SamplePiece> pieces, TimeRange range, BucketRequest request, SignalType type,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buckets = new BucketWriter(request);
        await foreach (var cluster in PieceClusters.Of(pieces, cancellation))
        {
            if (cluster is [ColumnPiece alone])
            {
                await PieceBuckets.AddAsync(buckets, alone, range, request.WithDeviations, cancellation);
            }
            else
            {
                await foreach (var samples in SampleMerger.MergeAsync(cluster.ToAsyncEnumerable(), range, type, cancellation))
                {
                    buckets.Add(samples);
                    while (buckets.TryTake(out var bucket))
                        yield return bucket;
                }
            }
            while (buckets.TryTake(out var bucket))
                yield return bucket;
        }
        buckets.Finish();
        while (buckets.TryTake(out var bucket))
            yield return bucket;
    }
}
