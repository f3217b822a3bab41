using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="DoubleVector"/> writes.</summary>
internal static class DoubleVectorReader
{
    /// <summary>Bits by which a vector of bits may be shifted.</summary>
    public const int MaximumShift = 63;

    public static void Read(ref ColumnReader reader, scoped Span<double> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.Raw:
                ReadRaw(reader.Take(values.Length * sizeof(double)), values);
                break;
            case VectorEncoding.Decimal or VectorEncoding.DecimalCorrected:
                ReadDecimals(ref reader, values);
                if (encoding == VectorEncoding.DecimalCorrected)
                    ReadCorrections(ref reader, values);
                break;
            case VectorEncoding.Linear:
                var form = LinearForm.Read(ref reader);
                IntegerVectorReader.Read(ref reader, MemoryMarshal.Cast<double, long>(values), form.Decoding);
                break;
            case VectorEncoding.Bits:
                ReadBits(ref reader, values);
                break;
            default:
                throw reader.Error($"encoding {encoding} for doubles");
        }
    }

    private static void ReadDecimals(ref ColumnReader reader, scoped Span<double> values)
    {
        ref readonly var pair = ref DecimalPair.All[reader.Byte("the decimal pair", DecimalPair.Count - 1)];
        IntegerVectorReader.Read(ref reader, MemoryMarshal.Cast<double, long>(values), pair.Decoding);
    }

    [SkipLocalsInit]
    private static void ReadCorrections(ref ColumnReader reader, scoped Span<double> values)
    {
        Span<long> corrections = stackalloc long[values.Length];
        IntegerVectorReader.Read(ref reader, corrections);
        Elementwise.Add(MemoryMarshal.Cast<double, long>(values), corrections, reader.Level);
    }

    private static void ReadBits(ref ColumnReader reader, scoped Span<double> values)
    {
        var shift = reader.Byte("the shift", MaximumShift);
        var bits = MemoryMarshal.Cast<double, long>(values);
        IntegerVectorReader.Read(ref reader, bits);
        Elementwise.ShiftLeft(bits, shift, reader.Level);
    }

    private static void ReadRaw(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }
        for (var index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * sizeof(double))..]);
    }
}
