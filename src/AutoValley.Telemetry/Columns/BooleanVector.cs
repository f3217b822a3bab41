using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of booleans: all the same, runs, or a bit each.</summary>
internal static class BooleanVector
{
    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<bool> values)
    {
        Span<ulong> words = stackalloc ulong[BooleanBits.Words(values.Length)];
        Span<long> lengths = stackalloc long[values.Length];
        BooleanBits.Of(values, words, writer.Level);
        var count = BooleanBits.RunLengths(words, values.Length, lengths);
        if (count == 1)
        {
            writer.Byte((int)(values[0] ? VectorEncoding.AllTrue : VectorEncoding.AllFalse));
            return;
        }
        var plan = PackedPlanner.Plan(lengths[..count], writer.Level);
        var bitmapSize = ColumnFormat.PackedBytes(values.Length, 1);
        if (ColumnWriter.VarintSize((ulong)count) + plan.Size < bitmapSize)
        {
            writer.Byte((int)(values[0] ? VectorEncoding.RunsFromTrue : VectorEncoding.RunsFromFalse));
            writer.Varint((ulong)count);
            PackedBlock.Write(ref writer, lengths[..count], plan);
            return;
        }
        writer.Byte((int)VectorEncoding.Bitmap);
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
        MemoryMarshal.AsBytes(words)[..bitmapSize].CopyTo(writer.Space(bitmapSize));
    }
}
