using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Doubles from integers, in place: each double lies where its integer lay.</summary>
internal static class Decimals
{
    /// <summary>The doubles nearest to the integers (ties to even).</summary>
    public static void ToDoubles(Span<long> integers, SimdLevel level) => Decode(integers, 1, 1, level);

    /// <summary>
    /// <c>integer × <paramref name="down"/> × <paramref name="upInverse"/></c>, each product rounded to a double; the integer is first rounded to
    /// the nearest double (ties to even).
    /// </summary>
    public static void Decode(Span<long> integers, double down, double upInverse, SimdLevel level)
    {
        var values = MemoryMarshal.Cast<long, double>(integers);
        ref var from = ref MemoryMarshal.GetReference(integers);
        ref var to = ref MemoryMarshal.GetReference(values);
        var index = 0;
        if (level == SimdLevel.Vector512)
        {
            var (downs, upInverses) = (Vector512.Create(down), Vector512.Create(upInverse));
            for (; index <= integers.Length - Vector512<long>.Count; index += Vector512<long>.Count)
            {
                var whole = Vector512.ConvertToDouble(Vector512.LoadUnsafe(ref from, (nuint)index));
                (whole * downs * upInverses).StoreUnsafe(ref to, (nuint)index);
            }
        }
        else if (level == SimdLevel.Vector256)
        {
            var (downs, upInverses) = (Vector256.Create(down), Vector256.Create(upInverse));
            for (; index <= integers.Length - Vector256<long>.Count; index += Vector256<long>.Count)
            {
                var whole = Vector256.ConvertToDouble(Vector256.LoadUnsafe(ref from, (nuint)index));
                (whole * downs * upInverses).StoreUnsafe(ref to, (nuint)index);
            }
        }
        for (; index < integers.Length; index++)
            values[index] = integers[index] * down * upInverse;
    }
}
