using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of doubles: as decimals, as bits, or raw. Every bit pattern comes back as it was.</summary>
internal static class DoubleVector
{
    private const int MaximumShift = 63;

    // Bytes a value below which the bits cannot be the smaller choice but by chance.
    private const int GoodDecimalBytes = 2;
    private const int GoodDecimalOverhead = 8;

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<double> values, ref DecimalSearch search)
    {
        // 1. Decimals, with corrections where needed.
        var size = 1 + (values.Length * sizeof(double));
        var encoding = VectorEncoding.Raw;
        Span<long> decimals = stackalloc long[values.Length];
        Span<long> corrections = stackalloc long[values.Length];
        var (decimalPlan, correctionPlan) = (default(IntegerPlan), default(IntegerPlan));
        if (search.TryFind(values, out var pair))
        {
            var isExact = ToDecimals(values, pair, decimals, corrections, writer.Level);
            decimalPlan = IntegerPlanner.Plan(decimals, IntegerPlanner.Usual, writer.Level);
            correctionPlan = isExact ? default : IntegerPlanner.Plan(corrections, IntegerPlanner.Usual, writer.Level);
            var decimalSize = 2 + decimalPlan.Size + correctionPlan.Size;
            if (decimalSize < size)
                (encoding, size) = (isExact ? VectorEncoding.Decimal : VectorEncoding.DecimalCorrected, decimalSize);
        }
        // 2. The bits as integers, unless the decimals are good.
        Span<long> bits = stackalloc long[values.Length];
        var (bitsPlan, shift) = (default(IntegerPlan), 0);
        if (size > (values.Length * GoodDecimalBytes) + GoodDecimalOverhead)
        {
            shift = ToBits(values, bits);
            bitsPlan = IntegerPlanner.Plan(bits, IntegerChoices.Xor | IntegerPlanner.Usual, writer.Level);
            encoding = 2 + bitsPlan.Size < size ? VectorEncoding.Bits : encoding;
        }
        // 3. The smallest is written.
        writer.Byte((int)encoding);
        switch (encoding)
        {
            case VectorEncoding.Raw:
                WriteRaw(ref writer, values);
                break;
            case VectorEncoding.Bits:
                writer.Byte(shift);
                IntegerVector.Write(ref writer, bits, bitsPlan);
                break;
            default:
                writer.Byte(pair.Code);
                IntegerVector.Write(ref writer, decimals, decimalPlan);
                if (encoding == VectorEncoding.DecimalCorrected)
                    IntegerVector.Write(ref writer, corrections, correctionPlan);
                break;
        }
    }

    /// <summary>False when a correction is not 0.</summary>
    private static bool ToDecimals(ReadOnlySpan<double> values, in DecimalPair pair, Span<long> decimals, Span<long> corrections, SimdLevel level)
    {
        var isExact = true;
        for (var index = 0; index < values.Length;)
        {
            index = DecimalLanes.Encode(values, index, pair.Scales, decimals, corrections, ref isExact, level);
            for (var end = Math.Min(index + DecimalLanes.Step, values.Length); index < end; index++)
            {
                if (!pair.TryEncode(values[index], out decimals[index], out corrections[index]))
                {
                    // The place of a value near no decimal holds the integer before, which costs the fewest bits.
                    decimals[index] = index > 0 ? decimals[index - 1] : FirstNear(values, pair);
                    corrections[index] = pair.Correction(values[index], decimals[index]);
                }
                isExact &= corrections[index] == 0;
            }
        }
        return isExact;
    }

    private static long FirstNear(ReadOnlySpan<double> values, in DecimalPair pair)
    {
        foreach (var value in values)
        {
            if (pair.TryEncode(value, out var integer, out _))
                return integer;
        }
        return 0;
    }

    private static int ToBits(ReadOnlySpan<double> values, Span<long> bits)
    {
        MemoryMarshal.Cast<double, long>(values).CopyTo(bits);
        long all = 0;
        foreach (var one in bits)
            all |= one;
        var shift = (int)long.TrailingZeroCount(all) & MaximumShift;
        foreach (ref var one in bits)
            one >>= shift;
        return shift;
    }

    private static void WriteRaw(ref ColumnWriter writer, scoped ReadOnlySpan<double> values)
    {
        var space = writer.Space(values.Length * sizeof(double));
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(space[(index * sizeof(double))..], values[index]);
    }
}
