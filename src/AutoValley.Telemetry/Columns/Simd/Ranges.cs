using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Least and greatest of integers.</summary>
internal static class Ranges
{
    /// <summary>Both ends of 1 or more values.</summary>
    public static (long Least, long Greatest) Of(ReadOnlySpan<long> values, SimdLevel level)
    {
        var (done, least, greatest) = (0, values[0], values[0]);
        if (level == SimdLevel.Vector512)
            done = Run<Lanes512, Vector512<long>>(values, ref least, ref greatest);
        else if (level == SimdLevel.Vector256)
            done = Run<Lanes256, Vector256<long>>(values, ref least, ref greatest);
        foreach (var value in values[done..])
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        return (least, greatest);
    }

    /// <summary>The least that is not below <paramref name="floor"/>; <paramref name="otherwise"/>, if that is less or there is none.</summary>
    public static long LeastFrom(ReadOnlySpan<long> values, long floor, long otherwise, SimdLevel level)
    {
        var (done, least) = (0, otherwise);
        if (level == SimdLevel.Vector512)
            done = RunFrom<Lanes512, Vector512<long>>(values, floor, ref least);
        else if (level == SimdLevel.Vector256)
            done = RunFrom<Lanes256, Vector256<long>>(values, floor, ref least);
        foreach (var value in values[done..])
            least = value >= floor ? Math.Min(least, value) : least;
        return least;
    }

    [SkipLocalsInit]
    private static int Run<TLanes, TVector>(ReadOnlySpan<long> values, ref long least, ref long greatest)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var lowest = TLanes.Create(least);
        var highest = TLanes.Create(greatest);
        var done = 0;
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
        {
            var lanes = TLanes.Load(in from, done);
            lowest = TLanes.Min(lowest, lanes);
            highest = TLanes.Max(highest, lanes);
        }
        // No call may follow while a register is still wanted, or it lies in memory all the while.
        Span<long> lanesOfBoth = stackalloc long[2 * TLanes.Count];
        TLanes.Store(lowest, ref MemoryMarshal.GetReference(lanesOfBoth), 0);
        TLanes.Store(highest, ref MemoryMarshal.GetReference(lanesOfBoth), TLanes.Count);
        foreach (var lane in lanesOfBoth)
        {
            least = Math.Min(least, lane);
            greatest = Math.Max(greatest, lane);
        }
        return done;
    }

    [SkipLocalsInit]
    private static int RunFrom<TLanes, TVector>(ReadOnlySpan<long> values, long floor, ref long least)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var (lowest, floors, otherwise) = (TLanes.Create(least), TLanes.Create(floor), TLanes.Create(least));
        var done = 0;
        for (; done <= values.Length - TLanes.Count; done += TLanes.Count)
            lowest = TLanes.Min(lowest, TLanes.ReplaceBelow(TLanes.Load(in from, done), floors, otherwise));
        Span<long> lanes = stackalloc long[TLanes.Count];
        TLanes.Store(lowest, ref MemoryMarshal.GetReference(lanes), 0);
        foreach (var lane in lanes)
            least = Math.Min(least, lane);
        return done;
    }
}
