using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Bits of doubles as integers.</summary>
internal static class DoubleBits
{
    private const int MaximumShift = 63;

    /// <summary>The bits of each value, shifted right as far as none of them loses one; the shift.</summary>
    public static int Of(ReadOnlySpan<double> values, Span<long> bits, SimdLevel level)
    {
        var integers = MemoryMarshal.Cast<double, long>(values);
        var (done, all) = (0, 0L);
        if (level == SimdLevel.Vector512)
            done = Unite<Lanes512, Vector512<long>>(integers, ref all);
        else if (level == SimdLevel.Vector256)
            done = Unite<Lanes256, Vector256<long>>(integers, ref all);
        foreach (var one in integers[done..])
            all |= one;
        var shift = (int)long.TrailingZeroCount(all) & MaximumShift;

        done = 0;
        if (level == SimdLevel.Vector512)
            done = Shift<Lanes512, Vector512<long>>(integers, bits, shift);
        else if (level == SimdLevel.Vector256)
            done = Shift<Lanes256, Vector256<long>>(integers, bits, shift);
        for (; done < integers.Length; done++)
            bits[done] = integers[done] >> shift;
        return shift;
    }

    private static int Unite<TLanes, TVector>(ReadOnlySpan<long> values, ref long all)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var (united, done) = (TLanes.Create(0), 0);
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
            united = TLanes.Or(united, TLanes.Load(in from, done));
        Span<long> lanes = stackalloc long[TLanes.Count];
        TLanes.Store(united, ref MemoryMarshal.GetReference(lanes), 0);
        foreach (var lane in lanes)
            all |= lane;
        return done;
    }

    private static int Shift<TLanes, TVector>(ReadOnlySpan<long> values, Span<long> bits, int shift)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        bits = bits[..values.Length];
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(bits);
        var done = 0;
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
            TLanes.Store(TLanes.ShiftRight(TLanes.Load(in from, done), shift), ref to, done);
        return done;
    }
}
