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
        if (await piece.OpenAsync(remember: true, cancellation) is not { } columns)
            return;
        try
        {
            Add(found, columns, range, finestNanos);
        }
        catch (ColumnFormatException exception)
        {
            throw piece.Damaged(exception);
        }
    }

    private static void Add(List<SampleStretch> found, PieceColumns columns, TimeRange range, long finestNanos)
    {
        // Vectors in a row that are too coarse are read in one pass.
        var (start, end) = columns.Times.Within(range);
        for (var index = start; index < end; index += PieceColumns.VectorLength)
        {
            var vector = index / PieceColumns.VectorLength;
            var (first, last) = (columns.Times.First(vector), columns.Times.Last(vector));
            if (!IsCoarsest(first, last, range, finestNanos))
                continue;
            AddFine(found, columns, (start, index), range, finestNanos);
            found.Add(Of(first, last, columns.Vectors[vector]));
            start = index + PieceColumns.VectorLength;
        }
        AddFine(found, columns, (start, end), range, finestNanos);
    }

    private static void AddFine(List<SampleStretch> found, PieceColumns columns, (int Start, int End) samples, TimeRange range, long finestNanos)
    {
        if (samples.Start >= samples.End)
            return;
        using var cuts = TimeCuts.Of(columns.Times, samples, range, time => EndOf(time, finestNanos));
        var summaries = columns.Summarise(cuts.Cuts, withDeviations: false);
        for (var index = 0; index < summaries.Length; index++)
            found.Add(Of(cuts.First(index), cuts.Last(index), summaries[index]));
    }

    private static void Add(List<SampleStretch> found, Samples samples, long finestNanos)
    {
        var times = samples.Times.Span;
        for (var start = 0; start < times.Length;)
        {
            var count = EndOf(times[start], finestNanos) is { } end ? times[start..].IndexOfTime(end) : times.Length - start;
            found.Add(Of(times[start], times[start + count - 1], ValueSummary.Of(samples.Values, start, count, withDeviations: false)));
            start += count;
        }
    }

    // One past what a stretch may reach; where that is beyond all of time, it takes the rest.
    private static long? EndOf(long first, long finestNanos) =>
        (Int128)first + finestNanos + 1 is var end && end <= long.MaxValue ? (long)end : null;

    private static bool IsCoarsest(long first, long last, TimeRange range, long finestNanos) =>
        range.Contains(first) && range.Contains(last) && (Int128)last - first <= finestNanos;

    private static SampleStretch Of(long first, long last, in ColumnSummary values) =>
        new(first, last, values.Count, values.Min, values.Max, values.First, values.Last);
}
