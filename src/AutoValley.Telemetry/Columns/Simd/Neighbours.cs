using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Each value by the one before it, modulo 2^64: what <see cref="PrefixSums"/> undoes.</summary>
internal static class Neighbours
{
    /// <summary>The differences, one fewer than the values. They may lie where the values lie.</summary>
    public static void Subtract(ReadOnlySpan<long> values, Span<long> differences, SimdLevel level)
    {
        var done = 0;
        if (level == SimdLevel.Vector512)
            done = Subtract<Lanes512, Vector512<long>>(values, differences);
        else if (level == SimdLevel.Vector256)
            done = Subtract<Lanes256, Vector256<long>>(values, differences);
        for (; done < values.Length - 1; done++)
            differences[done] = values[done + 1] - values[done];
    }

    /// <summary>The exclusive-ors, one fewer than the values. They may lie where the values lie.</summary>
    public static void Xor(ReadOnlySpan<long> values, Span<long> differences, SimdLevel level)
    {
        var done = 0;
        if (level == SimdLevel.Vector512)
            done = Xor<Lanes512, Vector512<long>>(values, differences);
        else if (level == SimdLevel.Vector256)
            done = Xor<Lanes256, Vector256<long>>(values, differences);
        for (; done < values.Length - 1; done++)
            differences[done] = values[done + 1] ^ values[done];
    }

    /// <summary>How often a value equals the one before it.</summary>
    public static int CountEqual(ReadOnlySpan<long> values, SimdLevel level)
    {
        var (done, count) = (0, 0);
        if (level == SimdLevel.Vector512)
            done = CountEqual<Lanes512, Vector512<long>>(values, ref count);
        else if (level == SimdLevel.Vector256)
            done = CountEqual<Lanes256, Vector256<long>>(values, ref count);
        for (; done < values.Length - 1; done++)
            count += values[done + 1] == values[done] ? 1 : 0;
        return count;
    }

    private static int Subtract<TLanes, TVector>(ReadOnlySpan<long> values, Span<long> differences)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        differences = differences[..(values.Length - 1)];
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(differences);
        var done = 0;
        for (; done < values.Length - TLanes.Count; done += TLanes.Count)
            TLanes.Store(TLanes.Subtract(TLanes.Load(in from, done + 1), TLanes.Load(in from, done)), ref to, done);
        return done;
    }

    private static int Xor<TLanes, TVector>(ReadOnlySpan<long> values, Span<long> differences)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        differences = differences[..(values.Length - 1)];
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(differences);
        var done = 0;
        for (; done < values.Length - TLanes.Count; done += TLanes.Count)
            TLanes.Store(TLanes.Xor(TLanes.Load(in from, done + 1), TLanes.Load(in from, done)), ref to, done);
        return done;
    }

    private static int CountEqual<TLanes, TVector>(ReadOnlySpan<long> values, ref int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var done = 0;
        for (; done < values.Length - TLanes.Count; done += TLanes.Count)
            count += TLanes.CountZeros(TLanes.Xor(TLanes.Load(in from, done + 1), TLanes.Load(in from, done)));
        return done;
    }
}
