using System.Buffers.Binary;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>A row of <c>chunk</c>: all of a chunk but its columns.</summary>
/// <param name="Series">Whose samples, a key of the catalogue.</param>
/// <param name="Id">Of its row in <c>body</c>.</param>
/// <param name="First">Time of the earliest sample.</param>
/// <param name="Last">Time of the latest sample.</param>
/// <param name="FirstSequence">Number of the first batch.</param>
/// <param name="Rank">The session, and the number of its last batch.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Times">The row of <c>times</c>.</param>
/// <param name="Summary">Of all values; without meaning for text.</param>
internal sealed record ChunkRow(
    int Series, long Id, long First, long Last, ulong FirstSequence, Rank Rank, int Count, long Times, ColumnSummary Summary)
{
    /// <summary>What one takes in memory, about.</summary>
    public const int Bytes = 192;

    private const int Fields = 9 * sizeof(long);

    /// <summary>The column <c>summary</c>: the summary and a check sum of the whole row.</summary>
    public byte[] WriteSummary()
    {
        var bytes = new byte[StatisticsFormat.SummaryBytes + sizeof(uint)];
        StatisticsFormat.WriteSummary(Summary, bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(StatisticsFormat.SummaryBytes), Checksum(bytes));
        return bytes;
    }

    /// <summary>The row with the summary that the column <c>summary</c> holds; null when the check sum is another.</summary>
    public ChunkRow? WithSummary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != StatisticsFormat.SummaryBytes + sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[StatisticsFormat.SummaryBytes..]) != Checksum(bytes))
            return null;
        return this with { Summary = StatisticsFormat.ReadSummary(bytes, Count) };
    }

    private uint Checksum(ReadOnlySpan<byte> summary)
    {
        Span<byte> fields = stackalloc byte[Fields];
        var at = 0;
        foreach (var field in (ReadOnlySpan<long>)[Series, First, Id, Last, Rank.Session, (long)FirstSequence, (long)Rank.Sequence, Count, Times])
        {
            BinaryPrimitives.WriteInt64LittleEndian(fields[at..], field);
            at += sizeof(long);
        }
        return Crc32C.Compute(summary[..StatisticsFormat.SummaryBytes], Crc32C.Compute(fields));
    }
}
