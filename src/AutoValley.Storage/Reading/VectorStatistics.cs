using System.Buffers.Binary;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Statistics of up to <see cref="VectorSize"/> samples in a row of a chunk; Sqlite/FORMAT.md draws the bytes.</summary>
internal readonly record struct VectorStatistics(long FirstTime, long LastTime, Statistics Values)
{
    /// <summary>Samples of a vector, as the column codec has them; the last of a chunk has fewer.</summary>
    public const int VectorSize = 1024;

    private const int Size = 7 * sizeof(long);

    /// <summary>Of each vector; none for text.</summary>
    public static byte[] Write(Samples samples)
    {
        if (samples.Values.Type == SignalType.Text)
            return [];
        var bytes = new byte[(samples.Count + VectorSize - 1) / VectorSize * Size];
        var times = samples.Times.Span;
        for (int start = 0, at = 0; start < samples.Count; start += VectorSize, at += Size)
        {
            var count = Math.Min(VectorSize, samples.Count - start);
            var values = new Statistics();
            values.Add(samples.Values, start, count);
            new VectorStatistics(times[start], times[start + count - 1], values).WriteTo(bytes.AsSpan(at));
        }
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote of <paramref name="count"/> samples.</summary>
    public static VectorStatistics[] ReadAll(ReadOnlySpan<byte> bytes, int count)
    {
        var vectors = new VectorStatistics[bytes.Length / Size];
        for (var index = 0; index < vectors.Length; index++)
            vectors[index] = Read(bytes[(index * Size)..], Math.Min(VectorSize, count - (index * VectorSize)));
        return vectors;
    }

    private static VectorStatistics Read(ReadOnlySpan<byte> bytes, long count) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
        new Statistics
        {
            Count = count,
            Min = BinaryPrimitives.ReadDoubleLittleEndian(bytes[16..]),
            Max = BinaryPrimitives.ReadDoubleLittleEndian(bytes[24..]),
            Sum = BinaryPrimitives.ReadDoubleLittleEndian(bytes[32..]),
            First = BinaryPrimitives.ReadDoubleLittleEndian(bytes[40..]),
            Last = BinaryPrimitives.ReadDoubleLittleEndian(bytes[48..]),
        });

    private void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, FirstTime);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], LastTime);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[16..], Values.Min);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[24..], Values.Max);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[32..], Values.Sum);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[40..], Values.First);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[48..], Values.Last);
    }
}
