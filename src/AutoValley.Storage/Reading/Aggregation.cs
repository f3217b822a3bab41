using System.Runtime.CompilerServices;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Statistics by bucket. Where a piece has a stretch of time alone, vectors that lie in one bucket are taken from its statistics
/// and only the others are decoded; where pieces overlap they are merged first.
/// </summary>
internal static class Aggregation
{
    /// <param name="pieces">By their first times.</param>
    /// <param name="range">Samples outside are left out.</param>
    /// <param name="bucketNanos">Length of a bucket, more than 0.</param>
    /// <param name="type">Of the values; not text.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<Bucket> AggregateAsync(
        IAsyncEnumerable<SamplePiece> pieces, TimeRange range, long bucketNanos, SignalType type,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buckets = new BucketWriter(bucketNanos);
        await foreach (var cluster in Clusters(pieces, cancellation))
        {
            if (cluster is [{ Statistics.IsEmpty: false } alone])
            {
                await AddAsync(buckets, alone, range, cancellation);
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

    private static async Task AddAsync(BucketWriter buckets, SamplePiece piece, TimeRange range, CancellationToken cancellation)
    {
        Samples? samples = null;
        for (var index = 0; index < piece.Statistics.Length; index++)
        {
            var vector = piece.Statistics.Span[index];
            if (!range.Overlaps(vector.FirstTime, vector.LastTime))
                continue;
            if (range.Contains(vector.FirstTime) && range.Contains(vector.LastTime) && buckets.Share(vector.FirstTime, vector.LastTime))
            {
                buckets.Add(vector.FirstTime, vector.Values);
                continue;
            }
            samples ??= await piece.LoadAsync(cancellation);
            var start = Math.Max(index * VectorStatistics.VectorSize, samples.IndexOf(range.From));
            var end = Math.Min(Math.Min((index + 1) * VectorStatistics.VectorSize, samples.Count), samples.IndexOf(range.To));
            if (start < end)
                buckets.Add(samples.Slice(start, end - start));
        }
    }

    // Pieces in a row, each of which overlaps one before it.
    private static async IAsyncEnumerable<List<SamplePiece>> Clusters(
        IAsyncEnumerable<SamplePiece> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<SamplePiece> cluster = [];
        var last = long.MinValue;
        await foreach (var piece in pieces.WithCancellation(cancellation))
        {
            if (cluster.Count > 0 && piece.First > last)
            {
                yield return cluster;
                cluster = [];
            }
            cluster.Add(piece);
            last = cluster.Count == 1 ? piece.Last : Math.Max(last, piece.Last);
        }
        if (cluster.Count > 0)
            yield return cluster;
    }
}
