using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="BooleanVector"/> writes.</summary>
internal static class BooleanVectorReader
{
    public static void Read(ref ColumnReader reader, scoped Span<bool> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.AllFalse or VectorEncoding.AllTrue:
                values.Fill(encoding == VectorEncoding.AllTrue);
                break;
            case VectorEncoding.Bitmap:
                Bitmaps.Read(reader.Take(ColumnFormat.PackedBytes(values.Length, 1)), values, reader.Level);
                break;
            case VectorEncoding.RunsFromFalse or VectorEncoding.RunsFromTrue:
                ReadRuns(ref reader, values, encoding == VectorEncoding.RunsFromTrue);
                break;
            default:
                throw reader.Error($"encoding {encoding} for booleans");
        }
    }

    [SkipLocalsInit]
    private static void ReadRuns(ref ColumnReader reader, scoped Span<bool> values, bool value)
    {
        Span<long> lengths = stackalloc long[reader.Count("runs", 1, values.Length)];
        PackedBlockReader.Read(ref reader, lengths, default(Unchanged));
        var filled = 0;
        foreach (var length in lengths)
        {
            filled = Runs.Fill(ref reader, values, filled, length, value);
            value = !value;
        }
        Runs.ExpectFull(ref reader, filled, values.Length);
    }
}
