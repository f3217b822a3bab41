using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Passes over integers, each by itself, modulo 2^64.</summary>
internal static class Elementwise
{
    /// <summary>Each is finished.</summary>
    public static void Finish<TFinish>(Span<long> values, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
                finish.Of(Vector512.LoadUnsafe(ref at, (nuint)index)).StoreUnsafe(ref at, (nuint)index);
        }
        else if (level == SimdLevel.Vector256)
        {
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
                finish.Of(Vector256.LoadUnsafe(ref at, (nuint)index)).StoreUnsafe(ref at, (nuint)index);
        }
        for (; index < values.Length; index++)
            values[index] = finish.Of(values[index]);
    }

    /// <summary>Each becomes <c>start + factor × itself</c>, finished.</summary>
    public static void Scale<TFinish>(Span<long> values, long start, long factor, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            var starts = Vector512.Create(start);
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
                finish.Of(starts + (Vector512.LoadUnsafe(ref at, (nuint)index) * factor)).StoreUnsafe(ref at, (nuint)index);
        }
        else if (level == SimdLevel.Vector256)
        {
            var starts = Vector256.Create(start);
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
                finish.Of(starts + (Vector256.LoadUnsafe(ref at, (nuint)index) * factor)).StoreUnsafe(ref at, (nuint)index);
        }
        for (; index < values.Length; index++)
            values[index] = finish.Of(start + (values[index] * factor));
    }

    /// <summary>Each, the zigzag form of an integer, becomes <c>start + factor × that integer</c>, finished.</summary>
    public static void ScaleZigZag<TFinish>(Span<long> values, long start, long factor, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            var (starts, one) = (Vector512.Create(start), Vector512<long>.One);
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
            {
                var field = Vector512.LoadUnsafe(ref at, (nuint)index);
                finish.Of(starts + (((field >>> 1) ^ -(field & one)) * factor)).StoreUnsafe(ref at, (nuint)index);
            }
        }
        else if (level == SimdLevel.Vector256)
        {
            var (starts, one) = (Vector256.Create(start), Vector256<long>.One);
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
            {
                var field = Vector256.LoadUnsafe(ref at, (nuint)index);
                finish.Of(starts + (((field >>> 1) ^ -(field & one)) * factor)).StoreUnsafe(ref at, (nuint)index);
            }
        }
        for (; index < values.Length; index++)
            values[index] = finish.Of(start + (ZigZag.Decode((ulong)values[index]) * factor));
    }

    /// <summary>Each becomes its zigzag form.</summary>
    public static void ToZigZag(Span<long> values, SimdLevel level)
    {
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
            {
                var value = Vector512.LoadUnsafe(ref at, (nuint)index);
                ((value << 1) ^ Vector512.LessThan(value, Vector512<long>.Zero)).StoreUnsafe(ref at, (nuint)index);
            }
        }
        else if (level == SimdLevel.Vector256)
        {
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
            {
                var value = Vector256.LoadUnsafe(ref at, (nuint)index);
                ((value << 1) ^ Vector256.LessThan(value, Vector256<long>.Zero)).StoreUnsafe(ref at, (nuint)index);
            }
        }
        for (; index < values.Length; index++)
            values[index] = (long)ZigZag.Encode(values[index]);
    }

    /// <summary>The other's value is added to each.</summary>
    public static void Add(Span<long> values, ReadOnlySpan<long> others, SimdLevel level)
    {
        others = others[..values.Length];
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        ref var other = ref MemoryMarshal.GetReference(others);
        if (level == SimdLevel.Vector512)
        {
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
                (Vector512.LoadUnsafe(ref at, (nuint)index) + Vector512.LoadUnsafe(ref other, (nuint)index)).StoreUnsafe(ref at, (nuint)index);
        }
        else if (level == SimdLevel.Vector256)
        {
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
                (Vector256.LoadUnsafe(ref at, (nuint)index) + Vector256.LoadUnsafe(ref other, (nuint)index)).StoreUnsafe(ref at, (nuint)index);
        }
        for (; index < values.Length; index++)
            values[index] += others[index];
    }

    /// <summary>Each is shifted left by 0 to 63 bits.</summary>
    public static void ShiftLeft(Span<long> values, int bits, SimdLevel level)
    {
        if (bits == 0)
            return;
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count)
                (Vector512.LoadUnsafe(ref at, (nuint)index) << bits).StoreUnsafe(ref at, (nuint)index);
        }
        else if (level == SimdLevel.Vector256)
        {
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count)
                (Vector256.LoadUnsafe(ref at, (nuint)index) << bits).StoreUnsafe(ref at, (nuint)index);
        }
        for (; index < values.Length; index++)
            values[index] <<= bits;
    }

    /// <summary>Value i becomes <c>start + i × step</c>, finished.</summary>
    public static void Progression<TFinish>(Span<long> values, long start, long step, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        var index = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        if (level == SimdLevel.Vector512)
        {
            var (next, stride) = (Vector512.Create(start) + (Vector512<long>.Indices * step), Vector512.Create(step * Vector512<long>.Count));
            for (; index <= values.Length - Vector512<long>.Count; index += Vector512<long>.Count, next += stride)
                finish.Of(next).StoreUnsafe(ref at, (nuint)index);
        }
        else if (level == SimdLevel.Vector256)
        {
            var (next, stride) = (Vector256.Create(start) + (Vector256<long>.Indices * step), Vector256.Create(step * Vector256<long>.Count));
            for (; index <= values.Length - Vector256<long>.Count; index += Vector256<long>.Count, next += stride)
                finish.Of(next).StoreUnsafe(ref at, (nuint)index);
        }
        for (; index < values.Length; index++)
            values[index] = finish.Of(start + (index * step));
    }
}
