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
        await foreach (var cluster in PieceClusters.Of(pieces, cancellation))
        {
            if (cluster is [ColumnPiece alone])
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

    private static async Task AddAsync(BucketWriter buckets, ColumnPiece piece, TimeRange range, CancellationToken cancellation)
    {
        if (range.Contains(piece.First) && range.Contains(piece.Last) && buckets.Share(piece.First, piece.Last))
        {
            buckets.Add(piece.First, piece.Summary);
            return;
        }
        if (await piece.OpenAsync(cancellation) is not { } columns)
            return;
        Samples? samples = null;
        for (var index = 0; index < columns.Vectors.Length; index++)
        {
            var (first, last) = (columns.Times.First(index), columns.Times.Last(index));
            if (!range.Overlaps(first, last))
                continue;
            if (range.Contains(first) && range.Contains(last) && buckets.Share(first, last))
            {
                buckets.Add(first, columns.Vectors.Span[index]);
                continue;
            }
            samples ??= await piece.LoadAsync(cancellation);
            var start = Math.Max(index * PieceColumns.VectorLength, samples.IndexOf(range.From));
            var end = Math.Min(Math.Min((index + 1) * PieceColumns.VectorLength, samples.Count), samples.IndexOf(range.To));
            if (start < end)
                buckets.Add(samples.Slice(start, end - start));
        }
    }
}
