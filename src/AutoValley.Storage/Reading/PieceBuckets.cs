using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Statistics by bucket of a piece that has its time alone: from its summary when it lies in one bucket, from the statistics of vectors
/// that do, and by a pass over the encoded values of the others.
/// </summary>
internal static class PieceBuckets
{
    // With fewer samples a bucket than this, looking for the borders costs more than decoding.
    private const int FewSamples = 16;

    public static async ValueTask AddAsync(
        BucketWriter buckets, ColumnPiece piece, TimeRange range, bool withDeviations, CancellationToken cancellation)
    {
        if (range.Contains(piece.First) && range.Contains(piece.Last) && buckets.Share(piece.First, piece.Last))
            buckets.Add(piece.First, piece.Summary);
        else if (Borders(buckets, piece, range) is not { } borders)
            AddDecoded(buckets, await piece.LoadAsync(cancellation), range);
        else if (borders.Length > 0 && await piece.OpenAsync(cancellation) is { } columns)
            Add(buckets, piece, columns, borders, withDeviations);
    }

    // From the first time that is wanted, each time at which a bucket begins, to one after the last that is wanted; null when they are many.
    private static long[]? Borders(BucketWriter buckets, ColumnPiece piece, TimeRange range)
    {
        if (range.IsEmpty || !range.Overlaps(piece.First, piece.Last))
            return [];
        var (first, last) = (Math.Max(piece.First, range.From), Math.Min(piece.Last, range.To - 1));
        List<long> borders = [first];
        for (var next = buckets.After(first); next <= last; next = buckets.After(next.Value))
        {
            borders.Add(next.Value);
            if (borders.Count > piece.Count / FewSamples)
                return null;
        }
        borders.Add(last + 1);
        return [.. borders];
    }

    private static void AddDecoded(BucketWriter buckets, Samples samples, TimeRange range)
    {
        var start = samples.IndexOf(range.From);
        var end = samples.IndexOf(range.To);
        if (start < end)
            buckets.Add(samples.Slice(start, end - start));
    }

    private static void Add(BucketWriter buckets, ColumnPiece piece, PieceColumns columns, long[] borders, bool withDeviations)
    {
        ColumnSummary[] summaries;
        try
        {
            summaries = StretchSummaries.Of(columns, columns.Times.IndexOf(borders), withDeviations);
        }
        catch (ColumnFormatException exception)
        {
            throw piece.Damaged(exception);
        }
        for (var index = 0; index < summaries.Length; index++)
        {
            if (summaries[index].Count > 0)
                buckets.Add(borders[index], summaries[index]);
        }
    }
}
