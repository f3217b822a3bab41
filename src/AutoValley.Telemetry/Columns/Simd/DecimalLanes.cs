using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Integers and corrections of doubles near decimals: <see cref="DecimalPair.TryEncode"/> for many.</summary>
internal static class DecimalLanes
{
    /// <summary>Values to take one by one before <see cref="Encode"/> may get further.</summary>
    public const int Step = 8;

    // Added to a double of less than 2^51 it leaves no bits behind the point: the sum is rounded to the nearest integer (ties to even), which then
    // stands in its lowest bits.
    private const double Rounder = 3L << 51;
    private const double Limit = 1L << 51;

    /// <summary>Encodes groups of values from <paramref name="from"/> on until one holds a value that is near no decimal or too large for a lane.</summary>
    /// <param name="values">Doubles.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="scales">Of the pair.</param>
    /// <param name="integers">Takes them.</param>
    /// <param name="corrections">Takes them.</param>
    /// <param name="isExact">False when a correction is not 0; else as it was.</param>
    /// <param name="level">How; <see cref="SimdLevel.Scalar"/> does nothing.</param>
    /// <returns>Where it ended.</returns>
    public static int Encode(
        ReadOnlySpan<double> values, int from, in DecimalScales scales, Span<long> integers, Span<long> corrections, ref bool isExact, SimdLevel level)
    {
        if (level == SimdLevel.Vector512)
            return Run<Lanes512, Vector512<long>>(values, from, scales, integers, corrections, ref isExact);
        return level == SimdLevel.Vector256
            ? Run<Lanes256, Vector256<long>>(values, from, scales, integers, corrections, ref isExact) : from;
    }

    private static int Run<TLanes, TVector>(
        ReadOnlySpan<double> values, int at, in DecimalScales scales, Span<long> integers, Span<long> corrections, ref bool isExact)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        integers = integers[..values.Length];
        corrections = corrections[..values.Length];
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<double, long>(values));
        ref var integer = ref MemoryMarshal.GetReference(integers);
        ref var correction = ref MemoryMarshal.GetReference(corrections);
        var (up, downInverse) = (TLanes.CreateDoubles(scales.Up), TLanes.CreateDoubles(scales.DownInverse));
        var (down, upInverse) = (TLanes.CreateDoubles(scales.Down), TLanes.CreateDoubles(scales.UpInverse));
        var (rounder, magnitude) = (TLanes.CreateDoubles(Rounder), TLanes.Create(long.MaxValue));
        var (limit, far) = (TLanes.Create(BitConverter.DoubleToInt64Bits(Limit) - 1), TLanes.Create(DecimalPair.FarthestCorrection));
        var farBits = (int)long.Log2(DecimalPair.FarthestCorrection) + 1;
        var all = TLanes.Create(0);
        for (; at <= values.Length - TLanes.Count; at += TLanes.Count)
        {
            var value = TLanes.Load(in from, at);
            var scaled = TLanes.MultiplyDoubles(TLanes.MultiplyDoubles(value, up), downInverse);
            var rounded = TLanes.AddDoubles(scaled, rounder);
            var decoded = TLanes.MultiplyDoubles(TLanes.MultiplyDoubles(TLanes.SubtractDoubles(rounded, rounder), down), upInverse);
            var difference = TLanes.Subtract(value, decoded);
            // The sign of limit - |scaled|, taken as integers, which have the order of doubles; NaN is above all.
            var unfit = TLanes.ShiftRightLogical(TLanes.Subtract(limit, TLanes.And(scaled, magnitude)), 63);
            unfit = TLanes.Or(unfit, TLanes.ShiftRightLogical(TLanes.Add(difference, far), farBits));
            if (!TLanes.IsZero(unfit))
                break;
            TLanes.Store(TLanes.Subtract(rounded, rounder), ref integer, at);
            TLanes.Store(difference, ref correction, at);
            all = TLanes.Or(all, difference);
        }
        isExact &= TLanes.IsZero(all);
        return at;
    }
}

/// <summary>The four factors of a pair: 10^e and its inverse, 10^f and its inverse.</summary>
internal readonly record struct DecimalScales(double Up, double UpInverse, double Down, double DownInverse);
