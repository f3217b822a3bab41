using System.Buffers;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>A row of <c>times</c>: the times that several chunks may share.</summary>
/// <param name="Checksum">Of the bytes, bounds first.</param>
/// <param name="Bounds">A column of the first times of the vectors and one of the last; empty when there is one vector, whose bounds stand in the chunk's row.</param>
/// <param name="Column">The column of times.</param>
internal readonly record struct TimesBytes(int Checksum, byte[] Bounds, byte[] Column)
{
    public static TimesBytes Of(ReadOnlySpan<long> times, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        ColumnCodec.EncodeTimes(times, scratch, ColumnEffort.Smallest);
        var column = scratch.WrittenSpan.ToArray();
        var bounds = times.Length <= PieceColumns.VectorLength ? [] : WriteBounds(times, scratch);
        return new TimesBytes(ChecksumOf(bounds, column), bounds, column);
    }

    /// <exception cref="ColumnFormatException">The check sum is another, or the bounds are none.</exception>
    public PieceTimes Open(ChunkRow chunk)
    {
        if (ChecksumOf(Bounds, Column) != Checksum)
            throw new ColumnFormatException($"the check sum of times {chunk.Times} is another");
        var vectors = PieceColumns.VectorsOf(chunk.Count);
        return new PieceTimes(chunk.Count, vectors == 1 ? [chunk.First, chunk.Last] : ReadBounds(vectors), Column);
    }

    private static int ChecksumOf(byte[] bounds, byte[] column) => (int)Crc32C.Compute(column, Crc32C.Compute(bounds));

    private static byte[] WriteBounds(ReadOnlySpan<long> times, ArrayBufferWriter<byte> scratch)
    {
        var (first, last) = (new long[PieceColumns.VectorsOf(times.Length)], new long[PieceColumns.VectorsOf(times.Length)]);
        for (var vector = 0; vector < first.Length; vector++)
        {
            var start = vector * PieceColumns.VectorLength;
            first[vector] = times[start];
            last[vector] = times[Math.Min(start + PieceColumns.VectorLength, times.Length) - 1];
        }
        scratch.ResetWrittenCount();
        StatisticsFormat.WriteColumn(scratch, Values.Of(first));
        StatisticsFormat.WriteColumn(scratch, Values.Of(last));
        return scratch.WrittenSpan.ToArray();
    }

    // First and last time of each vector.
    private long[] ReadBounds(int vectors)
    {
        ReadOnlySpan<byte> bytes = Bounds;
        var first = ((Values<long>)StatisticsFormat.ReadColumn(ref bytes, vectors, SignalType.Integer)).Items.Span;
        var last = ((Values<long>)StatisticsFormat.ReadColumn(ref bytes, vectors, SignalType.Integer)).Items.Span;
        var bounds = new long[2 * vectors];
        for (var vector = 0; vector < vectors; vector++)
            (bounds[2 * vector], bounds[(2 * vector) + 1]) = (first[vector], last[vector]);
        return bounds;
    }
}
