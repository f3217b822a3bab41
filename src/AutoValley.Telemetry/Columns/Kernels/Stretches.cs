using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Statistics of stretches of a column.</summary>
internal static class Stretches
{
    [SkipLocalsInit]
    public static void Summarise(ref VectorCursor cursor, scoped ReadOnlySpan<int> cuts, scoped Span<ColumnSummary> summaries, bool withDeviations)
    {
        Check(cuts, summaries.Length);
        cursor.ExpectValues(cuts[^1]);
        summaries.Fill(ColumnSummary.Empty);
        Span<double> space = stackalloc double[Math.Min(cursor.Count, ColumnFormat.VectorLength) + CacheLine.Spare];
        var numbers = CacheLine.Align(space);
        Span<bool> booleans = stackalloc bool[cursor.Kind == ColumnKind.Boolean ? numbers.Length : 0];
        for (var stretch = 0; cursor.Start < cuts[^1];)
        {
            var (start, end) = (cursor.Start, cursor.End);
            if (end <= cuts[0])
            {
                cursor.Skip();
                continue;
            }
            if (booleans.IsEmpty)
                cursor.ReadNumbers(numbers[..(end - start)]);
            else
                cursor.Read(booleans[..(end - start)]);
            // Each stretch that has values here; the last may go on in the next vector.
            for (; stretch < summaries.Length && cuts[stretch] < end; stretch++)
            {
                var (from, to) = (Math.Max(cuts[stretch], start) - start, Math.Min(cuts[stretch + 1], end) - start);
                if (from < to)
                {
                    var part = booleans.IsEmpty
                        ? NumberSummary.OfVector(numbers[from..to], withDeviations, cursor.Level)
                        : BooleanSummary.Of(booleans[from..to], withDeviations);
                    summaries[stretch] = summaries[stretch].Merge(part);
                }
                if (cuts[stretch + 1] > end)
                    break;
            }
        }
    }

    private static void Check(ReadOnlySpan<int> cuts, int stretches)
    {
        if (cuts.Length != stretches + 1)
            throw new ArgumentException($"{cuts.Length} cuts for {stretches} stretches", nameof(cuts));
        var last = 0;
        foreach (var cut in cuts)
        {
            if (cut < last)
                throw new ArgumentException($"cut {cut} after {last}", nameof(cuts));
            last = cut;
        }
    }
}
