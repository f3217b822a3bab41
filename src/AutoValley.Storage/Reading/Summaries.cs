using System.Runtime.CompilerServices;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Stretches of samples, each as coarse as it may be: a piece that has its time alone by its summary, or by the statistics of its
/// vectors; all else from its samples.
/// </summary>
internal static class Summaries
{
    /// <param name="pieces">By their first times.</param>
    /// <param name="range">Samples outside are left out.</param>
    /// <param name="finestNanos">A stretch reaches over no more, 0 or more.</param>
    /// <param name="type">Of the values; not text.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<SampleStretch> OfAsync(
        IAsyncEnumerable<SamplePiece> pieces, TimeRange range, long finestNanos, SignalType type,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<SampleStretch> found = [];
        await foreach (var cluster in PieceClusters.Of(pieces, cancellation))
        {
            if (cluster is [ColumnPiece alone])
            {
                await AddAsync(found, alone, range, finestNanos, cancellation);
            }
            else
            {
                await foreach (var samples in SampleMerger.MergeAsync(cluster.ToAsyncEnumerable(), range, type, cancellation))
                {
                    Add(found, samples, finestNanos);
                    foreach (var stretch in found)
                        yield return stretch;
                    found.Clear();
                }
            }
            foreach (var stretch in found)
                yield return stretch;
            found.Clear();
        }
    }

    private static async Task AddAsync(
        List<SampleStretch> found, ColumnPiece piece, TimeRange range, long finestNanos, CancellationToken cancellation)
    {
        if (IsCoarsest(piece.First, piece.Last, range, finestNanos))
        {
            found.Add(Of(piece.First, piece.Last, piece.Summary));
            return;
        }
        if (await piece.OpenAsync(cancellation) is not { } columns)
            return;
        Samples? samples = null;
        for (var vector = 0; vector < columns.Vectors.Length; vector++)
        {
            var (first, last) = (columns.Times.First(vector), columns.Times.Last(vector));
            if (!range.Overlaps(first, last))
                continue;
            if (IsCoarsest(first, last, range, finestNanos))
            {
                found.Add(Of(first, last, columns.Vectors[vector]));
                continue;
            }
            samples ??= await piece.LoadAsync(cancellation);
            var start = Math.Max(vector * PieceColumns.VectorLength, samples.IndexOf(range.From));
            var end = Math.Min(Math.Min((vector + 1) * PieceColumns.VectorLength, samples.Count), samples.IndexOf(range.To));
            if (start < end)
                Add(found, samples.Slice(start, end - start), finestNanos);
        }
    }

    private static void Add(List<SampleStretch> found, Samples samples, long finestNanos)
    {
        var times = samples.Times.Span;
        for (var start = 0; start < times.Length;)
        {
            // One past what the stretch may reach; where that is beyond all of time, it takes the rest.
            var end = (Int128)times[start] + finestNanos + 1;
            var count = end > long.MaxValue ? times.Length - start : times[start..].IndexOfTime((long)end);
            found.Add(Of(times[start], times[start + count - 1], ValueSummary.Of(samples.Values, start, count, withDeviations: false)));
            start += count;
        }
    }

    private static bool IsCoarsest(long first, long last, TimeRange range, long finestNanos) =>
        range.Contains(first) && range.Contains(last) && (Int128)last - first <= finestNanos;

    private static SampleStretch Of(long first, long last, in ColumnSummary values) =>
        new(first, last, values.Count, values.Min, values.Max, values.First, values.Last);
}
