using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Sums and extremes of values in eight lanes, the same bits by every level.</summary>
internal static class LaneSums
{
    // Adding it changes nothing, not even -0.0.
    private const double Nothing = -0.0;

    /// <summary>Sums, least and greatest values of each lane; NaN is no extreme, but a sum with NaN is NaN.</summary>
    [SkipLocalsInit]
    public static void Accumulate(ReadOnlySpan<double> values, SimdLevel level, out Lanes sums, out Lanes mins, out Lanes maxs)
    {
        Unsafe.SkipInit(out sums);
        Unsafe.SkipInit(out mins);
        Unsafe.SkipInit(out maxs);
        Span<double> sum = sums, min = mins, max = maxs;
        sum.Fill(Nothing);
        min.Fill(double.PositiveInfinity);
        max.Fill(double.NegativeInfinity);
        var done = 0;
        if (Avx512F.IsSupported && level == SimdLevel.Vector512)
            done = Accumulate512(values, sum, min, max);
        else if (Avx2.IsSupported && level >= SimdLevel.Vector256)
            done = Accumulate256(values, sum, min, max);
        for (; done < values.Length; done++)
        {
            var (value, lane) = (values[done], done % Lanes.Count);
            sum[lane] += value;
            min[lane] = value < min[lane] ? value : min[lane];
            max[lane] = value > max[lane] ? value : max[lane];
        }
    }

    /// <summary>The sum of <c>(value - mean)²</c>.</summary>
    [SkipLocalsInit]
    public static double SquaredDeviations(ReadOnlySpan<double> values, double mean, SimdLevel level)
    {
        Unsafe.SkipInit(out Lanes sums);
        Span<double> sum = sums;
        sum.Fill(Nothing);
        var done = 0;
        if (Avx512F.IsSupported && level == SimdLevel.Vector512)
            done = SquaredDeviations512(values, mean, sum);
        else if (Avx2.IsSupported && level >= SimdLevel.Vector256)
            done = SquaredDeviations256(values, mean, sum);
        for (; done < values.Length; done++)
        {
            var deviation = values[done] - mean;
            sum[done % Lanes.Count] += deviation * deviation;
        }
        return Lanes.Sum(sums);
    }

    private static int Accumulate512(ReadOnlySpan<double> values, Span<double> sum, Span<double> min, Span<double> max)
    {
        var groups = values.Length / Lanes.Count;
        ref var at = ref MemoryMarshal.GetReference(values);
        var (sums, mins, maxs) = (Vector512.Create<double>(sum), Vector512.Create<double>(min), Vector512.Create<double>(max));
        for (var group = 0; group < groups; group++, at = ref Unsafe.Add(ref at, Lanes.Count))
        {
            var value = Vector512.LoadUnsafe(ref at);
            sums += value;
            // The second operand stays where they are equal or one is NaN.
            mins = Avx512F.Min(value, mins);
            maxs = Avx512F.Max(value, maxs);
        }
        sums.CopyTo(sum);
        mins.CopyTo(min);
        maxs.CopyTo(max);
        return groups * Lanes.Count;
    }

    private static int Accumulate256(ReadOnlySpan<double> values, Span<double> sum, Span<double> min, Span<double> max)
    {
        const int Half = Lanes.Count / 2;
        var groups = values.Length / Lanes.Count;
        ref var at = ref MemoryMarshal.GetReference(values);
        var (sums, mins, maxs) = (Vector256.Create<double>(sum), Vector256.Create<double>(min), Vector256.Create<double>(max));
        var (sums2, mins2, maxs2) = (sums, mins, maxs);
        for (var group = 0; group < groups; group++, at = ref Unsafe.Add(ref at, Lanes.Count))
        {
            var (lower, upper) = (Vector256.LoadUnsafe(ref at), Vector256.LoadUnsafe(ref at, Half));
            (sums, sums2) = (sums + lower, sums2 + upper);
            (mins, mins2) = (Avx.Min(lower, mins), Avx.Min(upper, mins2));
            (maxs, maxs2) = (Avx.Max(lower, maxs), Avx.Max(upper, maxs2));
        }
        Store(sums, sums2, sum);
        Store(mins, mins2, min);
        Store(maxs, maxs2, max);
        return groups * Lanes.Count;
    }

    private static int SquaredDeviations512(ReadOnlySpan<double> values, double mean, Span<double> sum)
    {
        var groups = values.Length / Lanes.Count;
        ref var at = ref MemoryMarshal.GetReference(values);
        var (sums, means) = (Vector512.Create<double>(sum), Vector512.Create(mean));
        for (var group = 0; group < groups; group++, at = ref Unsafe.Add(ref at, Lanes.Count))
        {
            var deviations = Vector512.LoadUnsafe(ref at) - means;
            sums += deviations * deviations;
        }
        sums.CopyTo(sum);
        return groups * Lanes.Count;
    }

    private static int SquaredDeviations256(ReadOnlySpan<double> values, double mean, Span<double> sum)
    {
        const int Half = Lanes.Count / 2;
        var groups = values.Length / Lanes.Count;
        ref var at = ref MemoryMarshal.GetReference(values);
        var (sums, means) = (Vector256.Create<double>(sum), Vector256.Create(mean));
        var sums2 = sums;
        for (var group = 0; group < groups; group++, at = ref Unsafe.Add(ref at, Lanes.Count))
        {
            var (lower, upper) = (Vector256.LoadUnsafe(ref at) - means, Vector256.LoadUnsafe(ref at, Half) - means);
            (sums, sums2) = (sums + (lower * lower), sums2 + (upper * upper));
        }
        Store(sums, sums2, sum);
        return groups * Lanes.Count;
    }

    private static void Store(Vector256<double> lower, Vector256<double> upper, Span<double> lanes)
    {
        lower.CopyTo(lanes);
        upper.CopyTo(lanes[Vector256<double>.Count..]);
    }
}
