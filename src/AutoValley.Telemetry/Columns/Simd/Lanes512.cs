using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Eight lanes: AVX-512.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<long>>
{
    public static int Count => Vector512<long>.Count;

    public static Vector512<long> Load(ref readonly long from, int at) => Vector512.LoadUnsafe(in from, (nuint)at);

    public static void Store(Vector512<long> lanes, ref long to, int at) => lanes.StoreUnsafe(ref to, (nuint)at);

    public static Vector512<long> Create(long value) => Vector512.Create(value);

    public static Vector512<long> CreateDoubles(double value) => Vector512.Create(value).AsInt64();

    public static Vector512<long> Add(Vector512<long> left, Vector512<long> right) => left + right;

    public static Vector512<long> Subtract(Vector512<long> left, Vector512<long> right) => left - right;

    public static Vector512<long> Multiply(Vector512<long> left, Vector512<long> right) => left * right;

    public static Vector512<long> AddDoubles(Vector512<long> left, Vector512<long> right) => (left.AsDouble() + right.AsDouble()).AsInt64();

    public static Vector512<long> SubtractDoubles(Vector512<long> left, Vector512<long> right) => (left.AsDouble() - right.AsDouble()).AsInt64();

    public static Vector512<long> MultiplyDoubles(Vector512<long> left, Vector512<long> right) => (left.AsDouble() * right.AsDouble()).AsInt64();

    public static Vector512<long> And(Vector512<long> left, Vector512<long> right) => left & right;

    public static Vector512<long> Or(Vector512<long> left, Vector512<long> right) => left | right;

    public static Vector512<long> Xor(Vector512<long> left, Vector512<long> right) => left ^ right;

    public static Vector512<long> Min(Vector512<long> left, Vector512<long> right) => Avx512F.Min(left, right);

    public static Vector512<long> Max(Vector512<long> left, Vector512<long> right) => Avx512F.Max(left, right);

    public static Vector512<long> ShiftLeft(Vector512<long> lanes, int bits) => lanes << bits;

    public static Vector512<long> ShiftRight(Vector512<long> lanes, int bits) => lanes >> bits;

    public static Vector512<long> ShiftRightLogical(Vector512<long> lanes, int bits) => lanes >>> bits;

    public static Vector512<long> ReplaceBelow(Vector512<long> lanes, Vector512<long> floor, Vector512<long> substitute) =>
        Vector512.ConditionalSelect(Vector512.LessThan(lanes, floor), substitute, lanes);

    public static bool IsZero(Vector512<long> lanes) => lanes == Vector512<long>.Zero;

    public static int CountZeros(Vector512<long> lanes) =>
        BitOperations.PopCount(Vector512.Equals(lanes, Vector512<long>.Zero).ExtractMostSignificantBits());

    public static bool AnyAboveUnsigned(Vector512<long> lanes, Vector512<long> limit) => Vector512.GreaterThanAny(lanes.AsUInt64(), limit.AsUInt64());

    public static void StoreBitLengths(Vector512<long> lanes, ref byte to, int at)
    {
        var lengths = Vector512.Create(64L) - Avx512CD.LeadingZeroCount(lanes);
        Avx512F.ConvertToVector128Byte(lengths).GetLower().StoreUnsafe(ref to, (nuint)at);
    }

    public static Vector512<long> FoldPairs(Vector512<long> first, Vector512<long> second, int bits)
    {
        var even = Avx512F.PermuteVar8x64x2(first, Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), second);
        var odd = Avx512F.PermuteVar8x64x2(first, Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), second);
        return even | (odd << bits);
    }
}
