using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Four lanes: AVX2.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<long>>
{
    public static int Count => Vector256<long>.Count;

    public static Vector256<long> Load(ref readonly long from, int at) => Vector256.LoadUnsafe(in from, (nuint)at);

    public static void Store(Vector256<long> lanes, ref long to, int at) => lanes.StoreUnsafe(ref to, (nuint)at);

    public static Vector256<long> Create(long value) => Vector256.Create(value);

    public static Vector256<long> CreateDoubles(double value) => Vector256.Create(value).AsInt64();

    public static Vector256<long> Add(Vector256<long> left, Vector256<long> right) => left + right;

    public static Vector256<long> Subtract(Vector256<long> left, Vector256<long> right) => left - right;

    public static Vector256<long> Multiply(Vector256<long> left, Vector256<long> right) => left * right;

    public static Vector256<long> AddDoubles(Vector256<long> left, Vector256<long> right) => (left.AsDouble() + right.AsDouble()).AsInt64();

    public static Vector256<long> SubtractDoubles(Vector256<long> left, Vector256<long> right) => (left.AsDouble() - right.AsDouble()).AsInt64();

    public static Vector256<long> MultiplyDoubles(Vector256<long> left, Vector256<long> right) => (left.AsDouble() * right.AsDouble()).AsInt64();

    public static Vector256<long> And(Vector256<long> left, Vector256<long> right) => left & right;

    public static Vector256<long> Or(Vector256<long> left, Vector256<long> right) => left | right;

    public static Vector256<long> Xor(Vector256<long> left, Vector256<long> right) => left ^ right;

    public static Vector256<long> Min(Vector256<long> left, Vector256<long> right) => Vector256.Min(left, right);

    public static Vector256<long> Max(Vector256<long> left, Vector256<long> right) => Vector256.Max(left, right);

    public static Vector256<long> ShiftLeft(Vector256<long> lanes, int bits) => lanes << bits;

    public static Vector256<long> ShiftRight(Vector256<long> lanes, int bits) => lanes >> bits;

    public static Vector256<long> ShiftRightLogical(Vector256<long> lanes, int bits) => lanes >>> bits;

    public static Vector256<long> ReplaceBelow(Vector256<long> lanes, Vector256<long> floor, Vector256<long> substitute) =>
        Vector256.ConditionalSelect(Vector256.LessThan(lanes, floor), substitute, lanes);

    public static bool IsZero(Vector256<long> lanes) => lanes == Vector256<long>.Zero;

    public static int CountZeros(Vector256<long> lanes) =>
        BitOperations.PopCount(Vector256.Equals(lanes, Vector256<long>.Zero).ExtractMostSignificantBits());

    public static bool AnyAboveUnsigned(Vector256<long> lanes, Vector256<long> limit) => Vector256.GreaterThanAny(lanes.AsUInt64(), limit.AsUInt64());

    public static void StoreBitLengths(Vector256<long> lanes, ref byte to, int at)
    {
        // AVX2 counts no zeros.
        for (var lane = 0; lane < Vector256<long>.Count; lane++)
            Unsafe.Add(ref to, at + lane) = (byte)(64 - BitOperations.LeadingZeroCount((ulong)lanes[lane]));
    }

    public static Vector256<long> FoldPairs(Vector256<long> first, Vector256<long> second, int bits)
    {
        const byte MiddleSwapped = 0b11_01_10_00;
        var folded = Avx2.UnpackLow(first, second) | (Avx2.UnpackHigh(first, second) << bits);
        return Avx2.Permute4x64(folded, MiddleSwapped);
    }
}
