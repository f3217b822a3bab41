using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the smallest <see cref="PackedPlan"/>: the factor all differences share, a base that outliers do not pull down, a width that few exceed.</summary>
internal static class PackedPlanner
{
    // Below it, exceptions cost more than they save.
    private const int LeastForExceptions = 16;
    private const int SampleLength = 16;
    private const int Widths = 65;

    [SkipLocalsInit]
    public static PackedPlan Plan(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
            return new PackedPlan(0, 1, 0, 0, 2);
        var (least, greatest) = (values[0], values[0]);
        foreach (var value in values)
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        var range = (ulong)greatest - (ulong)least;
        // A difference beyond 63 bits has no sign to divide by: no factor then.
        var factor = range is 0 or > long.MaxValue ? 1 : CommonFactor(values, least);

        var best = WithBase(values, least, factor);
        if (values.Length < LeastForExceptions || best.Width == 0)
            return best;
        if (RobustBase(values, least) is var floor && floor > least)
        {
            var raised = WithBase(values, floor, factor);
            best = raised.Size < best.Size ? raised : best;
        }
        return best;
    }

    private static long CommonFactor(ReadOnlySpan<long> values, long least)
    {
        ulong factor = 0;
        foreach (var value in values)
        {
            var difference = (ulong)(value - least);
            if (factor == 0)
                factor = difference;
            else if (difference % factor != 0)
                factor = GreatestCommonDivisor(factor, difference % factor);
            if (factor == 1)
                return 1;
        }
        return (long)factor;
    }

    private static ulong GreatestCommonDivisor(ulong left, ulong right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }

    /// <summary>The least value that is no outlier by the quartiles of a sample.</summary>
    private static long RobustBase(ReadOnlySpan<long> values, long least)
    {
        Span<long> sample = stackalloc long[SampleLength];
        for (var index = 0; index < SampleLength; index++)
            sample[index] = values[(int)((long)index * values.Length / SampleLength)];
        sample.Sort();
        var (lower, upper) = (sample[SampleLength / 4], sample[SampleLength * 3 / 4]);
        var floor = lower - ((Int128)upper - lower) * 2;
        if (floor <= least)
            return least;
        var robust = lower;
        foreach (var value in values)
        {
            if (value >= (long)floor)
                robust = Math.Min(robust, value);
        }
        return robust;
    }

    private static PackedPlan WithBase(ReadOnlySpan<long> values, long start, long factor)
    {
        Span<int> widths = stackalloc int[Widths];
        widths.Clear();
        ulong all = 0;
        foreach (var value in values)
        {
            var field = factor == 1 ? value - start : (value - start) / factor;
            all |= ZigZag.Encode(field);
            widths[BitLength((ulong)field)]++;
        }
        return Cheapest(widths, values.Length, new PackedPlan(start, factor, 0, 0, 0), BitLength(all));
    }

    private static PackedPlan Cheapest(ReadOnlySpan<int> widths, int count, PackedPlan plan, int exceptionWidth)
    {
        var width = widths.LastIndexOfAnyExcept(0);
        var factorSize = plan.Factor > 1 ? ColumnWriter.VarintSize((ulong)plan.Factor) : 0;
        var head = ColumnWriter.SignedSize(plan.Base) + 1;
        var best = plan with
        {
            Width = width,
            Size = head + (plan.Factor > 1 ? 1 + factorSize : 0) + ColumnFormat.PackedBytes(count, width),
        };
        if (count < LeastForExceptions)
            return best;
        var exceptions = 0;
        while (width > 0)
        {
            exceptions += widths[width--];
            var size = head + 1 + factorSize + ColumnWriter.VarintSize((ulong)exceptions) + 1 + ColumnFormat.PackedBytes(count, width)
                + ColumnFormat.PackedBytes(exceptions, ColumnFormat.PositionBits) + ColumnFormat.PackedBytes(exceptions, exceptionWidth);
            if (size < best.Size)
                best = plan with { Width = width, Exceptions = exceptions, Size = size };
        }
        return best;
    }

    private static int BitLength(ulong value) => 64 - (int)ulong.LeadingZeroCount(value);
}
