using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of doubles: as decimals, as bits, or raw. Every bit pattern comes back as it was.</summary>
internal static class DoubleVector
{
    // Bytes a value below which the bits cannot be the smaller choice but by chance.
    private const int GoodDecimalBytes = 2;
    private const int GoodDecimalOverhead = 8;

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<double> values, ref DecimalSearch search, ref LinearSearch linear)
    {
        // 1. Decimals, with corrections where needed.
        var size = 1 + (values.Length * sizeof(double));
        var encoding = VectorEncoding.Raw;
        Span<long> decimals = stackalloc long[values.Length];
        Span<long> corrections = stackalloc long[values.Length];
        Span<long> raws = stackalloc long[values.Length];
        Span<long> bits = stackalloc long[values.Length];
        var (decimalPlan, correctionPlan, rawPlan, bitsPlan) = (default(IntegerPlan), default(IntegerPlan), default(IntegerPlan), default(IntegerPlan));
        var (form, shift) = (default(LinearForm), 0);
        var hasDecimals = search.TryEncode(values, decimals, corrections, writer.Level, out var pair, out var isExact);
        if (hasDecimals)
        {
            decimalPlan = IntegerPlanner.Plan(decimals, writer.Choices, writer.Level);
            correctionPlan = isExact ? default : IntegerPlanner.Plan(corrections, writer.Choices, writer.Level);
            var decimalSize = 2 + decimalPlan.Size + correctionPlan.Size;
            if (decimalSize < size)
                (encoding, size) = (isExact ? VectorEncoding.Decimal : VectorEncoding.DecimalCorrected, decimalSize);
        }
        // 2. What a control unit computed from raw integers needs no corrections.
        if (encoding == VectorEncoding.DecimalCorrected && writer.Choices.HasFlag(IntegerChoices.Coded)
            && linear.TryEncode(values, decimals, corrections, pair.Places, raws, writer.Level, out form))
        {
            rawPlan = IntegerPlanner.Plan(raws, writer.Choices, writer.Level);
            if (1 + form.Size + rawPlan.Size is var linearSize && linearSize < size)
                (encoding, size) = (VectorEncoding.Linear, linearSize);
        }
        // 3. The bits as integers, unless the decimals are good.
        if (size > (values.Length * GoodDecimalBytes) + GoodDecimalOverhead)
        {
            shift = DoubleBits.Of(values, bits, writer.Level);
            bitsPlan = IntegerPlanner.Plan(bits, IntegerChoices.Xor | writer.Choices, writer.Level);
            encoding = 2 + bitsPlan.Size < size ? VectorEncoding.Bits : encoding;
        }
        if (hasDecimals && (encoding is VectorEncoding.Raw or VectorEncoding.Bits))
            search.Reject();
        // 4. The smallest is written.
        writer.Byte((int)encoding);
        switch (encoding)
        {
            case VectorEncoding.Raw:
                WriteRaw(ref writer, values);
                break;
            case VectorEncoding.Linear:
                form.Write(ref writer);
                IntegerVector.Write(ref writer, raws, rawPlan);
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

    private static void WriteRaw(ref ColumnWriter writer, scoped ReadOnlySpan<double> values)
    {
        var space = writer.Space(values.Length * sizeof(double));
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(space[(index * sizeof(double))..], values[index]);
    }
}
