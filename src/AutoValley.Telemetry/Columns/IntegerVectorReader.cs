using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="IntegerVector"/> writes.</summary>
internal static class IntegerVectorReader
{
    /// <summary>Reads a vector of as many integers as <paramref name="values"/> has room for: 1 to 1,024.</summary>
    public static void Read(ref ColumnReader reader, scoped Span<long> values) => Read(ref reader, values, default(Unchanged));

    /// <summary>Reads a vector and finishes its integers.</summary>
    public static void Read<TFinish>(ref ColumnReader reader, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var encoding = (VectorEncoding)reader.Byte();
        if (encoding == VectorEncoding.Runs)
            ReadRuns(ref reader, values, finish);
        else
            ReadSimple(ref reader, encoding, values, finish);
    }

    private static void ReadSimple<TFinish>(ref ColumnReader reader, VectorEncoding encoding, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        switch (encoding)
        {
            case VectorEncoding.Constant:
                values.Fill(finish.Of(reader.Signed()));
                break;
            case VectorEncoding.Packed:
                PackedBlockReader.Read(ref reader, values, finish);
                break;
            case VectorEncoding.Delta:
                ReadDelta(ref reader, values, finish);
                break;
            case VectorEncoding.DeltaDelta when values.Length > 1:
                var (first, step) = (reader.Signed(), reader.Signed());
                DeltaBlockReader.Read(ref reader, BlockHead.Read(ref reader, values.Length - 2), step, values[..^1], default(Unchanged));
                PrefixSums.Add(values, first, finish, reader.Level);
                break;
            case VectorEncoding.Xor:
                var start = reader.Signed();
                PackedBlockReader.Read(ref reader, values[..^1], default(Unchanged));
                PrefixSums.UndoXor(values, start, finish, reader.Level);
                break;
            default:
                throw reader.Error($"encoding {encoding} for {values.Length} integers");
        }
    }

    private static void ReadDelta<TFinish>(ref ColumnReader reader, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var first = reader.Signed();
        var head = BlockHead.Read(ref reader, values.Length - 1);
        if (head.IsConstant)
        {
            Elementwise.Progression(values, first, head.Base, finish, reader.Level);
            return;
        }
        DeltaBlockReader.Read(ref reader, head, first, values, finish);
    }

    [SkipLocalsInit]
    private static void ReadRuns<TFinish>(ref ColumnReader reader, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var count = reader.Count("runs", 1, values.Length);
        Span<long> runs = stackalloc long[count];
        Span<long> lengths = stackalloc long[count];
        ReadSimple(ref reader, (VectorEncoding)reader.Byte(), runs, finish);
        PackedBlockReader.Read(ref reader, lengths, default(Unchanged));
        var filled = 0;
        for (var index = 0; index < count; index++)
            filled = Runs.Fill(ref reader, values, filled, lengths[index], runs[index]);
        Runs.ExpectFull(ref reader, filled, values.Length);
    }
}
