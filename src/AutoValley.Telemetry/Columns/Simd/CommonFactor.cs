using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>The greatest common divisor of many.</summary>
internal static class CommonFactor
{
    /// <summary>
    /// The greatest integer of which every value is a multiple apart from <paramref name="least"/>; 1 when all are equal.
    /// </summary>
    /// <param name="values">None is less than <paramref name="least"/> or more than 2^63 - 1 above it.</param>
    /// <param name="least">The least of them.</param>
    /// <param name="level">How.</param>
    public static long Of(ReadOnlySpan<long> values, long least, SimdLevel level)
    {
        var start = values.IndexOfAnyExcept(least);
        if (start < 0)
            return 1;
        var factor = (ulong)(values[start] - least);
        // Most factors are 1, and a few values show it.
        for (var index = start + 1; index < values.Length && index < start + 4; index++)
            factor = GreatestCommonDivisor(factor, (ulong)(values[index] - least));
        while (factor > 1)
        {
            var other = FirstOther(values, least, new ExactDivisor((long)factor), level);
            if (other < 0)
                break;
            factor = GreatestCommonDivisor(factor, (ulong)(values[other] - least));
        }
        return (long)factor;
    }

    /// <summary>The place of a value that is no multiple, -1 when there is none.</summary>
    private static int FirstOther(ReadOnlySpan<long> values, long least, in ExactDivisor divisor, SimdLevel level)
    {
        var done = 0;
        if (level == SimdLevel.Vector512)
            done = SkipMultiples<Lanes512, Vector512<long>>(values, least, divisor);
        else if (level == SimdLevel.Vector256)
            done = SkipMultiples<Lanes256, Vector256<long>>(values, least, divisor);
        for (; done < values.Length; done++)
        {
            if (!divisor.Divides((ulong)(values[done] - least)))
                return done;
        }
        return -1;
    }

    private static int SkipMultiples<TLanes, TVector>(ReadOnlySpan<long> values, long least, in ExactDivisor divisor)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var (leasts, inverse, greatest) = (TLanes.Create(least), TLanes.Create(divisor.Inverse), TLanes.Create(divisor.Greatest));
        var (shift, low) = (divisor.Shift, TLanes.Create((1L << divisor.Shift) - 1));
        var done = 0;
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
        {
            var differences = TLanes.Subtract(TLanes.Load(in from, done), leasts);
            var products = TLanes.Multiply(TLanes.ShiftRightLogical(differences, shift), inverse);
            if (!TLanes.IsZero(TLanes.And(differences, low)) || TLanes.AnyAboveUnsigned(products, greatest))
                break;
        }
        return done;
    }

    private static ulong GreatestCommonDivisor(ulong left, ulong right)
    {
        while (right != 0)
            (left, right) = (right, left % right);
        return left;
    }
}
