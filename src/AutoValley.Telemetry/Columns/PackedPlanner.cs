using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the smallest <see cref="PackedPlan"/>: the factor all differences share, a base that outliers do not pull down, a width that few exceed.</summary>
internal static class PackedPlanner
{
    // Below it, exceptions cost more than they save.
    private const int LeastForExceptions = 16;
    private const int SampleLength = 16;

    [SkipLocalsInit]
    public static PackedPlan Plan(ReadOnlySpan<long> values, SimdLevel level)
    {
        if (values.IsEmpty)
            return Sized(new PackedPlan(0, 1, 0, 0, 0), 0, 0);
        var (least, greatest) = Ranges.Of(values, level);
        var range = (ulong)greatest - (ulong)least;
        // A difference beyond 63 bits has no sign to divide by: no factor then.
        var factor = range is 0 or > long.MaxValue ? 1 : CommonFactor.Of(values, least, level);
        var plain = new PackedPlan(least, factor, BitLength(factor == 1 ? range : range / (ulong)factor), 0, 0);
        if (values.Length < LeastForExceptions || plain.Width == 0)
            return Sized(plain, values.Length, 0);

        var divisor = new ExactDivisor(factor);
        Span<byte> lengths = stackalloc byte[values.Length];
        Fields.BitLengths(values, least, divisor, lengths, level);
        var best = Cheapest(plain, lengths, ZigZagLength(range / (ulong)factor), level);
        if (!MayHaveLowOutliers(lengths, best.Width, level))
            return best;
        var start = RobustBase(values, least, level);
        if (start == least)
            return best;
        Fields.BitLengths(values, start, divisor, lengths, level);
        var (lowest, highest) = (divisor.Divide(least - start), divisor.Divide(greatest - start));
        var raised = Cheapest(
            plain with { Base = start, Width = BitLength((ulong)highest) }, lengths, BitLength(ZigZag.Encode(lowest) | ZigZag.Encode(highest)), level);
        return raised.Size < best.Size ? raised : best;
    }

    /// <summary>Tries widths from that of the plan downwards.</summary>
    private static PackedPlan Cheapest(in PackedPlan plain, ReadOnlySpan<byte> lengths, int exceptionWidth, SimdLevel level)
    {
        var best = Sized(plain with { Exceptions = Bytes.CountAbove(lengths, plain.Width, level) }, lengths.Length, exceptionWidth);
        for (var width = plain.Width - 1; width >= 0; width--)
        {
            var exceptions = Bytes.CountAbove(lengths, width, level);
            // Lower widths have no fewer.
            if (ExceptionBytes(exceptions, exceptionWidth) >= best.Size)
                break;
            var plan = Sized(plain with { Width = width, Exceptions = exceptions }, lengths.Length, exceptionWidth);
            best = plan.Size < best.Size ? plan : best;
        }
        return best;
    }

    /// <summary>
    /// Whether a raised base can save a bit: it does when hardly a field has its two highest bits 0, as those of outliers would.
    /// </summary>
    private static bool MayHaveLowOutliers(ReadOnlySpan<byte> lengths, int width, SimdLevel level) =>
        width > 0 && Bytes.CountAbove(lengths, Math.Max(0, width - 2), level) > lengths.Length * 3 / 4;

    /// <summary>The least value that is no outlier by the quartiles of a sample.</summary>
    private static long RobustBase(ReadOnlySpan<long> values, long least, SimdLevel level)
    {
        Span<long> sample = stackalloc long[SampleLength];
        for (var index = 0; index < SampleLength; index++)
            sample[index] = values[(int)((long)index * values.Length / SampleLength)];
        sample.Sort();
        var (lower, upper) = (sample[SampleLength / 4], sample[SampleLength * 3 / 4]);
        var floor = lower - (((Int128)upper - lower) * 2);
        return floor <= least ? least : Ranges.LeastFrom(values, (long)floor, lower, level);
    }

    private static PackedPlan Sized(in PackedPlan plan, int count, int exceptionWidth)
    {
        var size = ColumnWriter.SignedSize(plan.Base) + 1 + ColumnFormat.PackedBytes(count, plan.Width);
        if (plan.HasExtra)
            size += 1 + (plan.Factor > 1 ? ColumnWriter.VarintSize((ulong)plan.Factor) : 0);
        if (plan.Exceptions > 0)
            size += ColumnWriter.VarintSize((ulong)plan.Exceptions) + 1 + ExceptionBytes(plan.Exceptions, exceptionWidth);
        return plan with { Size = size };
    }

    private static int ExceptionBytes(int exceptions, int width) =>
        ColumnFormat.PackedBytes(exceptions, ColumnFormat.PositionBits) + ColumnFormat.PackedBytes(exceptions, width);

    private static int ZigZagLength(ulong field) => field > long.MaxValue ? 64 : BitLength(ZigZag.Encode((long)field));

    private static int BitLength(ulong value) => 64 - (int)ulong.LeadingZeroCount(value);
}
