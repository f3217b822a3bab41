using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="IntegerVector"/> writes.</summary>
internal static class IntegerVectorReader
{
    /// <summary>Reads a vector of as many values as <paramref name="values"/> has room for: 1 to 1,024.</summary>
    public static void Read(ref ColumnReader reader, scoped Span<long> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        if (encoding == VectorEncoding.Runs)
            ReadRuns(ref reader, values);
        else
            ReadSimple(ref reader, encoding, values);
    }

    private static void ReadSimple(ref ColumnReader reader, VectorEncoding encoding, scoped Span<long> values)
    {
        switch (encoding)
        {
            case VectorEncoding.Constant:
                values.Fill(reader.Signed());
                break;
            case VectorEncoding.Packed:
                PackedBlockReader.Read(ref reader, values);
                break;
            case VectorEncoding.Delta:
                ReadDelta(ref reader, values);
                break;
            case VectorEncoding.DeltaDelta when values.Length > 1:
                values[0] = reader.Signed();
                values[1] = reader.Signed();
                PackedBlockReader.Read(ref reader, values[2..]);
                PrefixSums.Add(values[1..], reader.Level);
                PrefixSums.Add(values, reader.Level);
                break;
            case VectorEncoding.Xor:
                values[0] = reader.Signed();
                PackedBlockReader.Read(ref reader, values[1..]);
                PrefixSums.UndoXor(values, reader.Level);
                break;
            default:
                throw reader.Error($"encoding {encoding} for {values.Length} integers");
        }
    }

    private static void ReadDelta(ref ColumnReader reader, scoped Span<long> values)
    {
        var first = reader.Signed();
        var head = BlockHead.Read(ref reader, values.Length - 1);
        if (head.IsConstant)
        {
            Elementwise.Progression(values, first, head.Base, reader.Level);
            return;
        }
        values[0] = first;
        PackedBlockReader.ReadFields(ref reader, head, values[1..]);
        PrefixSums.Add(values, reader.Level);
    }

    [SkipLocalsInit]
    private static void ReadRuns(ref ColumnReader reader, scoped Span<long> values)
    {
        var count = reader.Count("runs", 1, values.Length);
        Span<long> runs = stackalloc long[count];
        Span<long> lengths = stackalloc long[count];
        ReadSimple(ref reader, (VectorEncoding)reader.Byte(), runs);
        PackedBlockReader.Read(ref reader, lengths);
        var filled = 0;
        for (var index = 0; index < count; index++)
            filled = Runs.Fill(ref reader, values, filled, lengths[index], runs[index]);
        Runs.ExpectFull(ref reader, filled, values.Length);
    }
}
