using System.Buffers;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>The values of one chunk: statistics of its vectors, then the column.</summary>
internal static class BodyBytes
{
    // The statistics of fewer are had as soon from the values, and take a tenth of what these take.
    private const int LeastVectors = 4;

    /// <summary>Appends the bytes of values.</summary>
    /// <param name="values">One or more.</param>
    /// <param name="output">What a row of <c>body</c> holds so far.</param>
    /// <param name="summary">Of all values.</param>
    /// <returns>Where they are.</returns>
    public static BodyPlace Write(Values values, ArrayBufferWriter<byte> output, out ColumnSummary summary)
    {
        var vectors = values.Type == SignalType.Text ? [] : StatisticsFormat.Of(values);
        summary = ColumnSummary.Empty;
        foreach (var vector in vectors)
            summary = summary.Merge(vector);
        var start = output.WrittenCount;
        if (vectors.Length >= LeastVectors)
            StatisticsFormat.WriteVectors(vectors, output);
        var statistics = output.WrittenCount - start;
        ColumnCodec.Encode(values, output, ColumnEffort.Smallest);
        return new BodyPlace(start, statistics, output.WrittenCount - start - statistics, (int)Crc32C.Compute(output.WrittenSpan[start..]));
    }

    /// <summary>Reads the bytes of a chunk's values.</summary>
    /// <exception cref="ColumnFormatException">The row is not there, or too short.</exception>
    public static byte[] Read(SqliteConnection connection, ChunkRow chunk) =>
        connection.ReadBlob("body", "parts", chunk.BodyRow, chunk.Body.Start, chunk.Body.Length)
        ?? throw new ColumnFormatException($"its values, row {chunk.BodyRow}, are not there");

    /// <summary>The columns of a chunk whose bytes these are.</summary>
    /// <exception cref="ColumnFormatException">The check sum is another.</exception>
    public static PieceColumns Open(ReadOnlyMemory<byte> bytes, ChunkRow chunk, SignalType type, PieceTimes times) =>
        Content(bytes, chunk) is var content && type == SignalType.Text ? new PieceColumns(times, content, () => [])
            : new PieceColumns(times, content, VectorsOf(bytes[..chunk.Body.Statistics], content, chunk));

    /// <summary>The column of values.</summary>
    /// <exception cref="ColumnFormatException">The check sum is another.</exception>
    public static ReadOnlyMemory<byte> Content(ReadOnlyMemory<byte> bytes, ChunkRow chunk) => (int)Crc32C.Compute(bytes.Span) == chunk.Body.Checksum
        ? bytes[chunk.Body.Statistics..]
        : throw new ColumnFormatException("the check sum of its values is another");

    private static Func<ColumnSummary[]> VectorsOf(ReadOnlyMemory<byte> statistics, ReadOnlyMemory<byte> content, ChunkRow chunk)
    {
        if (statistics.Length > 0)
            return () => StatisticsFormat.ReadVectors(statistics.Span, chunk.Count);
        return chunk.Count <= PieceColumns.VectorLength ? () => [chunk.Summary] : () => PieceColumns.SummariesOf(content.Span, chunk.Count);
    }
}
