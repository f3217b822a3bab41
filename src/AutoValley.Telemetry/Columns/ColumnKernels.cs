using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Answers from encoded columns without decoding them as a whole: at most a vector of 1,024 values is ever decoded, in the first cache, and vectors outside
/// what is asked for are stepped over. Bounded like <see cref="ColumnCodec"/>: hostile bytes give <see cref="ColumnFormatException"/>, or, in vectors
/// that are stepped over, go unseen.
/// </summary>
public static class ColumnKernels
{
    /// <summary>Statistics of stretches of a column of doubles, integers or booleans (0 and 1).</summary>
    /// <param name="column">The column.</param>
    /// <param name="maximumCount">Most values it may have.</param>
    /// <param name="cuts">Ascending indices: stretch i goes from cut i to before cut i + 1 and may be empty.</param>
    /// <param name="summaries">One a stretch: one fewer than the cuts.</param>
    /// <param name="withDeviations">Whether <see cref="ColumnSummary.SquaredDeviations"/> are wanted, which cost a second pass.</param>
    /// <exception cref="ColumnFormatException">No such column, one beyond the limit, or one that ends before the last cut.</exception>
    /// <exception cref="ArgumentException">The cuts are not ascending from 0 on, or not one more than the summaries.</exception>
    public static void Summarise(
        ReadOnlySpan<byte> column, int maximumCount, ReadOnlySpan<int> cuts, Span<ColumnSummary> summaries, bool withDeviations = false)
    {
        var cursor = new VectorCursor(column, maximumCount, SimdLevels.Best);
        Stretches.Summarise(ref cursor, cuts, summaries, withDeviations);
    }

    /// <summary>
    /// For each time the index of the first time at or after it; the column's count where there is none. Evenly spaced vectors are not decoded, others only
    /// where a sought time may lie. In a column that does not ascend the indices mean nothing, but lie within it.
    /// </summary>
    /// <param name="timesColumn">The column of times.</param>
    /// <param name="maximumCount">Most times it may have.</param>
    /// <param name="sought">Ascending Unix nanoseconds.</param>
    /// <param name="indices">As many.</param>
    /// <exception cref="ColumnFormatException">No column of times, or one beyond the limit.</exception>
    /// <exception cref="ArgumentException">What is sought does not ascend, or there are not as many indices.</exception>
    public static void IndexOfTimes(ReadOnlySpan<byte> timesColumn, int maximumCount, ReadOnlySpan<long> sought, Span<int> indices) =>
        TimeSearch.Find(timesColumn, maximumCount, sought, indices, SimdLevels.Best);

    /// <summary>Adds the ranges of values that fulfil a test, ascending and apart from each other, to a list.</summary>
    /// <param name="column">A column of doubles, integers or booleans (0 and 1).</param>
    /// <param name="maximumCount">Most values it may have.</param>
    /// <param name="test">The test.</param>
    /// <param name="from">Index of the first value to look at.</param>
    /// <param name="to">Index after the last.</param>
    /// <param name="ranges">Takes the ranges; what it has already is left alone.</param>
    /// <exception cref="ColumnFormatException">No such column, one beyond the limit, or one that ends before <paramref name="to"/>.</exception>
    public static void Select(ReadOnlySpan<byte> column, int maximumCount, ValueTest test, int from, int to, List<IndexRange> ranges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var cursor = new VectorCursor(column, maximumCount, SimdLevels.Best);
        cursor.ExpectValues(to);
        Selection.Select(ref cursor, Interval.Of(test), from, to, ranges);
    }

    /// <summary>Decodes doubles from an index on, as many as there is room for.</summary>
    /// <exception cref="ColumnFormatException">No column of doubles, one beyond the limit, or one that ends before.</exception>
    public static void DecodeRange(ReadOnlySpan<byte> column, int maximumCount, int from, Span<double> values)
    {
        var cursor = new VectorCursor(column, maximumCount, SimdLevels.Best);
        Excerpt.Read(ref cursor, from, values);
    }

    /// <summary>Decodes integers or times from an index on, as many as there is room for.</summary>
    /// <exception cref="ColumnFormatException">No column of integers or times, one beyond the limit, or one that ends before.</exception>
    public static void DecodeRange(ReadOnlySpan<byte> column, int maximumCount, int from, Span<long> values)
    {
        var cursor = new VectorCursor(column, maximumCount, SimdLevels.Best);
        Excerpt.Read(ref cursor, from, values);
    }

    /// <summary>Decodes booleans from an index on, as many as there is room for.</summary>
    /// <exception cref="ColumnFormatException">No column of booleans, one beyond the limit, or one that ends before.</exception>
    public static void DecodeRange(ReadOnlySpan<byte> column, int maximumCount, int from, Span<bool> values)
    {
        var cursor = new VectorCursor(column, maximumCount, SimdLevels.Best);
        Excerpt.Read(ref cursor, from, values);
    }
}
