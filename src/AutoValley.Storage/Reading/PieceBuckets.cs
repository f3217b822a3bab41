using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Statistics by bucket of a piece that has its time alone: from its summary when it lies in one bucket, from the statistics of vectors
/// that do, and by a pass over the encoded values of the others.
/// </summary>
internal static class PieceBuckets
{
    // With fewer samples a bucket than this, looking for each border costs more than decoding all times.
    private const int FewSamples = 16;

    public static async ValueTask AddAsync(
        BucketWriter buckets, ColumnPiece piece, TimeRange range, bool withDeviations, CancellationToken cancellation)
    {
        if (range.IsEmpty || !range.Overlaps(piece.First, piece.Last))
            return;
        if (range.Contains(piece.First) && range.Contains(piece.Last) && buckets.Share(piece.First, piece.Last))
        {
            buckets.Add(piece.First, piece.Summary);
            return;
        }
        if (await piece.OpenAsync(remember: true, cancellation) is not { } columns)
            return;
        try
        {
            if (Borders(buckets, piece, range) is { } borders)
                Add(buckets, columns, borders, withDeviations);
            else
                AddFine(buckets, columns, range, withDeviations);
        }
        catch (ColumnFormatException exception)
        {
            throw piece.Damaged(exception);
        }
    }

    // From the first time that is wanted, each time at which a bucket begins, to one after the last that is wanted; null when they are many.
    private static long[]? Borders(BucketWriter buckets, ColumnPiece piece, TimeRange range)
    {
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

    private static void Add(BucketWriter buckets, PieceColumns columns, long[] borders, bool withDeviations)
    {
        var summaries = StretchSummaries.Of(columns, columns.Times.IndexOf(borders), withDeviations);
        for (var index = 0; index < summaries.Length; index++)
        {
            if (summaries[index].Count > 0)
                buckets.Add(borders[index], summaries[index]);
        }
    }

    private static void AddFine(BucketWriter buckets, PieceColumns columns, TimeRange range, bool withDeviations)
    {
        using var cuts = TimeCuts.Of(columns.Times, columns.Times.Within(range), range, buckets.After);
        var summaries = columns.Summarise(cuts.Cuts, withDeviations);
        for (var index = 0; index < summaries.Length; index++)
            buckets.Add(cuts.First(index), summaries[index]);
    }
}
