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
