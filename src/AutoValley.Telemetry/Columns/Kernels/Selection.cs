using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Finds the values of a column that lie in an interval.</summary>
internal static class Selection
{
    private const int WordBits = 64;

    [SkipLocalsInit]
    public static void Select(ref VectorCursor cursor, in Interval interval, int from, int to, List<IndexRange> ranges)
    {
        Span<double> space = stackalloc double[Math.Min(cursor.Count, ColumnFormat.VectorLength) + CacheLine.Spare];
        var scratch = CacheLine.Align(space);
        Span<ulong> matches = stackalloc ulong[ColumnFormat.VectorLength / WordBits];
        var before = ranges.Count;
        while (cursor.Start < to)
        {
            var (start, end) = (cursor.Start, cursor.End);
            if (end <= from)
            {
                cursor.Skip();
                continue;
            }
            var values = scratch[..(end - start)];
            cursor.ReadNumbers(values);
            Match(values, interval, matches, cursor.Level);
            var stop = Math.Min(to, end) - start;
            for (var at = Next(matches, Math.Max(from - start, 0), stop, 0); at < stop;)
            {
                var next = Next(matches, at, stop, ulong.MaxValue);
                Append(ranges, before, new IndexRange(start + at, start + next));
                at = Next(matches, next, stop, 0);
            }
        }
    }

    /// <summary>Bit i of the words says whether value i lies in the interval.</summary>
    public static void Match(ReadOnlySpan<double> values, in Interval interval, Span<ulong> matches, SimdLevel level)
    {
        var flip = interval.IsInverted ? ulong.MaxValue : 0;
        for (var word = 0; !values.IsEmpty; word++)
        {
            var some = values[..Math.Min(WordBits, values.Length)];
            var bits = some.Length < WordBits || level == SimdLevel.Scalar ? Bits(some, interval)
                : level == SimdLevel.Vector512 ? Bits512(some, interval) : Bits256(some, interval);
            matches[word] = bits ^ flip;
            values = values[some.Length..];
        }
    }

    private static ulong Bits(ReadOnlySpan<double> values, in Interval interval)
    {
        ulong bits = 0;
        for (var index = 0; index < values.Length; index++)
            bits |= (values[index] >= interval.Least & values[index] <= interval.Greatest ? 1UL : 0) << index;
        return bits;
    }

    private static ulong Bits256(ReadOnlySpan<double> values, in Interval interval)
    {
        ref var at = ref MemoryMarshal.GetReference(values);
        var (least, greatest) = (Vector256.Create(interval.Least), Vector256.Create(interval.Greatest));
        ulong bits = 0;
        for (var index = 0; index < WordBits; index += Vector256<double>.Count)
        {
            var value = Vector256.LoadUnsafe(ref at, (nuint)index);
            var inside = Vector256.GreaterThanOrEqual(value, least) & Vector256.LessThanOrEqual(value, greatest);
            bits |= (ulong)inside.ExtractMostSignificantBits() << index;
        }
        return bits;
    }

    private static ulong Bits512(ReadOnlySpan<double> values, in Interval interval)
    {
        ref var at = ref MemoryMarshal.GetReference(values);
        var (least, greatest) = (Vector512.Create(interval.Least), Vector512.Create(interval.Greatest));
        ulong bits = 0;
        for (var index = 0; index < WordBits; index += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref at, (nuint)index);
            var inside = Vector512.GreaterThanOrEqual(value, least) & Vector512.LessThanOrEqual(value, greatest);
            bits |= inside.ExtractMostSignificantBits() << index;
        }
        return bits;
    }

    /// <summary>The next place from <paramref name="at"/> on whose bit is not that of <paramref name="flip"/>; <paramref name="stop"/> when there is none.</summary>
    private static int Next(ReadOnlySpan<ulong> bits, int at, int stop, ulong flip)
    {
        while (at < stop)
        {
            var word = (bits[at / WordBits] ^ flip) >> (at % WordBits);
            if (word != 0)
                return Math.Min(at + BitOperations.TrailingZeroCount(word), stop);
            at = (at | (WordBits - 1)) + 1;
        }
        return stop;
    }

    private static void Append(List<IndexRange> ranges, int before, IndexRange range)
    {
        if (ranges.Count > before && ranges[^1].To == range.From)
            ranges[^1] = ranges[^1] with { To = range.To };
        else
            ranges.Add(range);
    }
}
