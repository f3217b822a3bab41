using System.Buffers.Binary;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>A row of <c>chunk</c>: all of a chunk but its columns.</summary>
/// <param name="Series">Whose samples, a key of the catalogue.</param>
/// <param name="First">Time of the earliest sample.</param>
/// <param name="Last">Time of the latest sample.</param>
/// <param name="FirstSequence">Number of the first batch.</param>
/// <param name="Rank">The session, and the number of its last batch.</param>
/// <param name="Count">How many samples.</param>
internal sealed record ChunkRow(int Series, long First, long Last, ulong FirstSequence, Rank Rank, int Count)
{
    /// <summary>What one takes in memory, about.</summary>
    public const int Bytes = 224;

    /// <summary>Chunks of a row of <c>body</c> at most.</summary>
    public const int MaximumOfBody = 100_000;

    private const int Fields = 12 * sizeof(long);

    /// <summary>
    /// Tells it from the other chunks of its file: <see cref="MaximumOfBody"/> times the key of the row of <c>body</c> that has its values, and its
    /// number among the chunks of that row.
    /// </summary>
    public long Id { get; init; }

    /// <summary>The row of <c>body</c>.</summary>
    public long BodyRow => Id / MaximumOfBody;

    /// <summary>The row of <c>times</c>.</summary>
    public long Times { get; init; }

    /// <summary>Where its values are in that row.</summary>
    public BodyPlace Body { get; init; }

    /// <summary>Of all values; without meaning for text.</summary>
    public ColumnSummary Summary { get; init; } = ColumnSummary.Empty;

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
        ReadOnlySpan<long> values =
        [
            Series, First, Id, Last, Rank.Session, (long)FirstSequence, (long)Rank.Sequence, Count, Times,
            Body.Start, ((long)Body.Statistics << 32) | (uint)Body.Content, Body.Checksum,
        ];
        Span<byte> fields = stackalloc byte[Fields];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteInt64LittleEndian(fields[(index * sizeof(long))..], values[index]);
        return Crc32C.Compute(summary[..StatisticsFormat.SummaryBytes], Crc32C.Compute(fields));
    }
}

/// <summary>Where the values of a chunk are in a row of <c>body</c>.</summary>
/// <param name="Start">First byte of the statistics of its vectors; the column of values follows.</param>
/// <param name="Statistics">Bytes of the statistics.</param>
/// <param name="Content">Bytes of the column.</param>
/// <param name="Checksum">Of both.</param>
internal readonly record struct BodyPlace(int Start, int Statistics, int Content, int Checksum)
{
    /// <summary>Bytes of both.</summary>
    public int Length => Statistics + Content;
}
