using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Passes over bytes.</summary>
internal static class Bytes
{
    /// <summary>How many are greater than <paramref name="limit"/>.</summary>
    public static int CountAbove(ReadOnlySpan<byte> bytes, int limit, SimdLevel level)
    {
        var (done, count) = (0, 0);
        ref var from = ref MemoryMarshal.GetReference(bytes);
        if (level == SimdLevel.Vector512)
        {
            var limits = Vector512.Create((byte)limit);
            for (; done <= bytes.Length - Vector512<byte>.Count; done += Vector512<byte>.Count)
                count += BitOperations.PopCount(Vector512.GreaterThan(Vector512.LoadUnsafe(ref from, (nuint)done), limits).ExtractMostSignificantBits());
        }
        else if (level == SimdLevel.Vector256)
        {
            var limits = Vector256.Create((byte)limit);
            for (; done <= bytes.Length - Vector256<byte>.Count; done += Vector256<byte>.Count)
                count += BitOperations.PopCount(Vector256.GreaterThan(Vector256.LoadUnsafe(ref from, (nuint)done), limits).ExtractMostSignificantBits());
        }
        foreach (var one in bytes[done..])
            count += one > limit ? 1 : 0;
        return count;
    }
}
