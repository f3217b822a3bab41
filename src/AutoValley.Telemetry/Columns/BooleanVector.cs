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
        var plan = PackedPlanner.Plan(lengths[..count], writer.Level);
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

    private static void WriteBitmap(ReadOnlySpan<bool> values, Span<byte> bitmap)
    {
        bitmap.Clear();
        for (var index = 0; index < values.Length; index++)
            bitmap[index / 8] |= (byte)((values[index] ? 1 : 0) << (index % 8));
    }
}
