using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Statistics of numbers.</summary>
internal static class NumberSummary
{
    /// <summary>Statistics of any number of doubles.</summary>
    public static ColumnSummary Of(ReadOnlySpan<double> values, bool withDeviations, SimdLevel level)
    {
        var summary = ColumnSummary.Empty;
        for (; !values.IsEmpty; values = Vectors.After(values))
            summary = summary.Merge(OfVector(Vectors.First(values), withDeviations, level));
        return summary;
    }

    /// <summary>Statistics of any number of integers.</summary>
    [SkipLocalsInit]
    public static ColumnSummary Of(ReadOnlySpan<long> values, bool withDeviations, SimdLevel level)
    {
        Span<long> scratch = stackalloc long[Math.Min(values.Length, ColumnFormat.VectorLength)];
        var summary = ColumnSummary.Empty;
        for (; !values.IsEmpty; values = Vectors.After(values))
        {
            var numbers = scratch[..Vectors.First(values).Length];
            values[..numbers.Length].CopyTo(numbers);
            Elementwise.Finish(numbers, ToDouble.Nearest, level);
            summary = summary.Merge(OfVector(MemoryMarshal.Cast<long, double>(numbers), withDeviations, level));
        }
        return summary;
    }

    /// <summary>Statistics of at most 1,024 doubles.</summary>
    public static ColumnSummary OfVector(ReadOnlySpan<double> values, bool withDeviations, SimdLevel level)
    {
        if (values.IsEmpty)
            return ColumnSummary.Empty;
        var summary = OfNumbers(values, withDeviations, level);
        // A NaN among the values makes the sum one.
        return double.IsNaN(summary.Sum) ? WithoutNaN(values, withDeviations, level) : summary;
    }

    [SkipLocalsInit]
    private static ColumnSummary WithoutNaN(ReadOnlySpan<double> values, bool withDeviations, SimdLevel level)
    {
        Span<double> numbers = stackalloc double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            numbers[count] = value;
            count += double.IsNaN(value) ? 0 : 1;
        }
        var summary = count == 0 ? ColumnSummary.Empty : OfNumbers(numbers[..count], withDeviations, level);
        return summary with { Count = values.Length };
    }

    private static ColumnSummary OfNumbers(ReadOnlySpan<double> values, bool withDeviations, SimdLevel level)
    {
        LaneSums.Accumulate(values, level, out var sums, out var mins, out var maxs);
        var sum = Lanes.Sum(sums);
        return new ColumnSummary
        {
            Count = values.Length,
            Numbers = values.Length,
            Min = Lanes.Min(mins),
            Max = Lanes.Max(maxs),
            Sum = sum,
            First = values[0],
            Last = values[^1],
            SquaredDeviations = withDeviations ? LaneSums.SquaredDeviations(values, sum / values.Length, level) : double.NaN,
        };
    }
}
