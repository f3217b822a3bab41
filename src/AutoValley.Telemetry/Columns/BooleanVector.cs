using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of booleans: all the same, runs, or a bit each.</summary>
internal static class BooleanVector
{
    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<bool> values)
    {
        Span<bool> runs = stackalloc bool[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        var plan = PackedPlanner.Plan(lengths[..count]);
        var bitmapSize = ColumnFormat.PackedBytes(values.Length, 1);
        if (count == 1)
            writer.Byte((int)(values[0] ? VectorEncoding.AllTrue : VectorEncoding.AllFalse));
        else if (ColumnWriter.VarintSize((ulong)count) + plan.Size < bitmapSize)
        {
            writer.Byte((int)(values[0] ? VectorEncoding.RunsFromTrue : VectorEncoding.RunsFromFalse));
            writer.Varint((ulong)count);
            PackedBlock.Write(ref writer, lengths[..count], plan);
        }
        else
        {
            writer.Byte((int)VectorEncoding.Bitmap);
            WriteBitmap(values, writer.Space(bitmapSize));
        }
    }

    public static void Read(ref ColumnReader reader, scoped Span<bool> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.AllFalse or VectorEncoding.AllTrue:
                values.Fill(encoding == VectorEncoding.AllTrue);
                break;
            case VectorEncoding.Bitmap:
                ReadBitmap(reader.Take(ColumnFormat.PackedBytes(values.Length, 1)), values);
                break;
            case VectorEncoding.RunsFromFalse or VectorEncoding.RunsFromTrue:
                ReadRuns(ref reader, values, encoding == VectorEncoding.RunsFromTrue);
                break;
            default:
                throw reader.Error($"encoding {encoding} for booleans");
        }
    }

    private static void WriteBitmap(ReadOnlySpan<bool> values, Span<byte> bitmap)
    {
        bitmap.Clear();
        for (var index = 0; index < values.Length; index++)
            bitmap[index / 8] |= (byte)((values[index] ? 1 : 0) << (index % 8));
    }

    private static void ReadBitmap(ReadOnlySpan<byte> bitmap, Span<bool> values)
    {
        for (var index = 0; index < values.Length; index++)
            values[index] = (bitmap[index / 8] >> (index % 8) & 1) != 0;
    }

    [SkipLocalsInit]
    private static void ReadRuns(ref ColumnReader reader, scoped Span<bool> values, bool value)
    {
        Span<long> lengths = stackalloc long[reader.Count("runs", 1, values.Length)];
        PackedBlock.Read(ref reader, lengths);
        var filled = 0;
        foreach (var length in lengths)
        {
            filled = Runs.Fill(ref reader, values, filled, length, value);
            value = !value;
        }
        Runs.ExpectFull(ref reader, filled, values.Length);
    }
}
