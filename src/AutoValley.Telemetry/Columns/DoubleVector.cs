using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        var size = 1 + (values.Length * sizeof(double));
        var encoding = VectorEncoding.Raw;
        Span<long> decimals = stackalloc long[values.Length];
        Span<int> exceptions = stackalloc int[values.Length];
        var (decimalPlan, exceptionCount) = (default(IntegerPlan), 0);
        if (search.TryFind(values, out var pair))
        {
            exceptionCount = ToDecimals(values, pair, decimals, exceptions);
            decimalPlan = IntegerPlanner.Plan(decimals);
            var decimalSize = 2 + decimalPlan.Size + PatchSize(exceptionCount);
            if (decimalSize < size)
                (encoding, size) = (exceptionCount > 0 ? VectorEncoding.DecimalPatched : VectorEncoding.Decimal, decimalSize);
        }
        Span<long> bits = stackalloc long[values.Length];
        var (bitsPlan, shift) = (default(IntegerPlan), 0);
        if (size > (values.Length * GoodDecimalBytes) + GoodDecimalOverhead)
        {
            shift = ToBits(values, bits);
            bitsPlan = IntegerPlanner.Plan(bits, IntegerChoices.Xor | IntegerChoices.Differences | IntegerChoices.Runs);
            encoding = 2 + bitsPlan.Size < size ? VectorEncoding.Bits : encoding;
        }

        writer.Byte((int)encoding);
        if (encoding == VectorEncoding.Raw)
            WriteRaw(ref writer, values);
        else if (encoding == VectorEncoding.Bits)
        {
            writer.Byte(shift);
            IntegerVector.Write(ref writer, bits, bitsPlan);
        }
        else
        {
            writer.Byte(pair.Code);
            IntegerVector.Write(ref writer, decimals, decimalPlan);
            WritePatches(ref writer, values, exceptions[..exceptionCount]);
        }
    }

    public static void Read(ref ColumnReader reader, scoped Span<double> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.Raw:
                ReadRaw(reader.Take(values.Length * sizeof(double)), values);
                break;
            case VectorEncoding.Decimal or VectorEncoding.DecimalPatched:
                ReadDecimals(ref reader, values);
                if (encoding == VectorEncoding.DecimalPatched)
                    ReadPatches(ref reader, values);
                break;
            case VectorEncoding.Bits:
                ReadBits(ref reader, values);
                break;
            default:
                throw reader.Error($"encoding {encoding} for doubles");
        }
    }

    private static int ToDecimals(ReadOnlySpan<double> values, in DecimalPair pair, Span<long> decimals, Span<int> exceptions)
    {
        var count = 0;
        for (var index = 0; index < values.Length; index++)
        {
            if (!pair.TryEncode(values[index], out decimals[index]))
                exceptions[count++] = index;
        }
        // Their places hold the value before (the first good one at the start), which costs the fewest bits.
        var filler = count == 0 || count == values.Length ? 0 : decimals[FirstGood(exceptions[..count])];
        var next = 0;
        for (var index = 0; next < count; index++)
        {
            if (exceptions[next] == index)
                (decimals[index], next) = (filler, next + 1);
            filler = decimals[index];
        }
        return count;
    }

    private static int FirstGood(ReadOnlySpan<int> exceptions)
    {
        var index = 0;
        while (index < exceptions.Length && exceptions[index] == index)
            index++;
        return index;
    }

    private static int PatchSize(int exceptions) => exceptions == 0 ? 0
        : ColumnWriter.VarintSize((ulong)exceptions) + ColumnFormat.PackedBytes(exceptions, ColumnFormat.PositionBits) + (exceptions * sizeof(double));

    [SkipLocalsInit]
    private static void WritePatches(ref ColumnWriter writer, scoped ReadOnlySpan<double> values, scoped ReadOnlySpan<int> exceptions)
    {
        if (exceptions.IsEmpty)
            return;
        writer.Varint((ulong)exceptions.Length);
        Span<ulong> positions = stackalloc ulong[exceptions.Length];
        for (var index = 0; index < exceptions.Length; index++)
            positions[index] = (ulong)exceptions[index];
        writer.Packed(positions, ColumnFormat.PositionBits);
        foreach (var exception in exceptions)
            WriteRaw(ref writer, values.Slice(exception, 1));
    }

    [SkipLocalsInit]
    private static void ReadPatches(ref ColumnReader reader, scoped Span<double> values)
    {
        var count = reader.Count("exceptions", 1, values.Length);
        Span<ulong> positions = stackalloc ulong[count];
        BitPacking.Unpack(reader.Take(ColumnFormat.PackedBytes(count, ColumnFormat.PositionBits)), ColumnFormat.PositionBits, positions);
        foreach (var position in positions)
        {
            if (position >= (ulong)values.Length)
                throw reader.Error($"an exception at {position} of {values.Length}");
            ReadRaw(reader.Take(sizeof(double)), values.Slice((int)position, 1));
        }
    }

    private static void ReadDecimals(ref ColumnReader reader, scoped Span<double> values)
    {
        ref readonly var pair = ref DecimalPair.All[reader.Byte("the decimal pair", DecimalPair.Count - 1)];
        // Each integer lies where its double will.
        var integers = MemoryMarshal.Cast<double, long>(values);
        IntegerVector.Read(ref reader, integers);
        for (var index = 0; index < values.Length; index++)
            values[index] = pair.Decode(integers[index]);
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

    private static void ReadBits(ref ColumnReader reader, scoped Span<double> values)
    {
        var shift = reader.Byte("the shift", MaximumShift);
        var bits = MemoryMarshal.Cast<double, long>(values);
        IntegerVector.Read(ref reader, bits);
        foreach (ref var one in bits)
            one <<= shift;
    }

    private static void WriteRaw(ref ColumnWriter writer, scoped ReadOnlySpan<double> values)
    {
        var space = writer.Space(values.Length * sizeof(double));
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(space[(index * sizeof(double))..], values[index]);
    }

    private static void ReadRaw(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        for (var index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * sizeof(double))..]);
    }
}
