using System.Buffers;
using System.Buffers.Binary;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>A row of <c>times</c>: the times that several chunks may share.</summary>
/// <param name="Checksum">Of the bytes, bounds first.</param>
/// <param name="Bounds">First and last time of each vector; empty when there is one vector, whose bounds stand in the chunk's row.</param>
/// <param name="Column">The column of times.</param>
internal readonly record struct TimesBytes(int Checksum, byte[] Bounds, byte[] Column)
{
    public static TimesBytes Of(ReadOnlySpan<long> times, ArrayBufferWriter<byte> scratch)
    {
        var bounds = times.Length <= PieceColumns.VectorLength ? [] : BoundsOf(times);
        scratch.ResetWrittenCount();
        ColumnCodec.EncodeTimes(times, scratch);
        var (boundBytes, column) = (LittleEndian.BytesOf(bounds), scratch.WrittenSpan.ToArray());
        return new TimesBytes(ChecksumOf(boundBytes, column), boundBytes, column);
    }

    /// <exception cref="ColumnFormatException">The check sum is another, or there are other than so many bounds.</exception>
    public PieceTimes Open(ChunkRow chunk)
    {
        if (ChecksumOf(Bounds, Column) != Checksum)
            throw new ColumnFormatException($"the check sum of times {chunk.Times} is another");
        var bounds = Bounds.Length == 0 ? [chunk.First, chunk.Last] : LittleEndian.LongsOf(Bounds);
        if (bounds.Length != 2 * PieceColumns.VectorsOf(chunk.Count))
            throw new ColumnFormatException($"{bounds.Length} bounds of times {chunk.Times}");
        return new PieceTimes(chunk.Count, bounds, Column);
    }

    private static int ChecksumOf(byte[] bounds, byte[] column) => (int)Crc32C.Compute(column, Crc32C.Compute(bounds));

    private static long[] BoundsOf(ReadOnlySpan<long> times)
    {
        var bounds = new long[2 * PieceColumns.VectorsOf(times.Length)];
        for (var vector = 0; vector < bounds.Length / 2; vector++)
        {
            var start = vector * PieceColumns.VectorLength;
            bounds[2 * vector] = times[start];
            bounds[(2 * vector) + 1] = times[Math.Min(start + PieceColumns.VectorLength, times.Length) - 1];
        }
        return bounds;
    }
}

/// <summary>A row of <c>body</c>: the values of one chunk.</summary>
/// <param name="Checksum">Of the bytes, statistics first.</param>
/// <param name="Statistics">Of each vector; empty for text, and when there is one vector, whose statistics are the chunk's summary.</param>
/// <param name="Content">The column of values.</param>
internal readonly record struct BodyBytes(int Checksum, byte[] Statistics, byte[] Content)
{
    /// <summary>The bytes of values, and the summary of them all.</summary>
    public static BodyBytes Of(Values values, ArrayBufferWriter<byte> scratch, out ColumnSummary summary)
    {
        var vectors = values.Type == SignalType.Text ? [] : StatisticsFormat.Of(values);
        summary = ColumnSummary.Empty;
        foreach (var vector in vectors)
            summary = summary.Merge(vector);
        scratch.ResetWrittenCount();
        ColumnCodec.Encode(values, scratch);
        var (statistics, content) = (vectors.Length > 1 ? StatisticsFormat.WriteVectors(vectors) : [], scratch.WrittenSpan.ToArray());
        return new BodyBytes(ChecksumOf(statistics, content), statistics, content);
    }

    /// <exception cref="ColumnFormatException">The check sum is another, or the statistics are none.</exception>
    public PieceColumns Open(ChunkRow chunk, SignalType type, PieceTimes times) => new(times, Check().Content, VectorsOf(chunk, type));

    /// <summary>Itself.</summary>
    /// <exception cref="ColumnFormatException">The check sum is another.</exception>
    public BodyBytes Check() => ChecksumOf(Statistics, Content) == Checksum
        ? this
        : throw new ColumnFormatException("the check sum of its values is another");

    private Func<ColumnSummary[]> VectorsOf(ChunkRow chunk, SignalType type)
    {
        if (type == SignalType.Text)
            return () => [];
        var statistics = Statistics;
        return statistics.Length == 0 ? () => [chunk.Summary] : () => StatisticsFormat.ReadVectors(statistics, chunk.Count);
    }

    private static int ChecksumOf(byte[] statistics, byte[] content) => (int)Crc32C.Compute(content, Crc32C.Compute(statistics));
}

/// <summary>Integers as bytes, lowest first.</summary>
internal static class LittleEndian
{
    public static byte[] BytesOf(ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * sizeof(long)), values[index]);
        return bytes;
    }

    public static long[] LongsOf(ReadOnlySpan<byte> bytes)
    {
        var values = new long[bytes.Length / sizeof(long)];
        for (var index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]);
        return values;
    }
}
