using System.Buffers;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Adds one segment's samples of a day in one transaction. Without <see cref="Commit"/> the day stays as it was.</summary>
internal sealed class DayWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly ArrayBufferWriter<byte> scratch = new();
    private long chunks;
    private long samples;
    private long bytes;

    public DayWriter(string path)
    {
        connection = Database.Open(path, DaySchema.Version, DaySchema.Sql);
        connection.Execute("BEGIN IMMEDIATE");
        insert = connection.Prepare(
            "INSERT INTO chunk (series, first, last, session, first_sequence, last_sequence, count, statistics, columns) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", 9);
        SealedPosition = connection.Rows("SELECT position FROM sealed", row => row.GetInt64(0)).Single();
    }

    /// <summary>What the day was sealed up to before.</summary>
    public long SealedPosition { get; }

    /// <summary>Adds a chunk: samples of the column given, all of this day.</summary>
    public void Add(SealedColumn column, Samples part)
    {
        var (statistics, columns) = (VectorStatistics.Write(part), ChunkColumns.Write(part, scratch));
        insert.With(
            column.Series.Id, part.Times.Span[0], part.Times.Span[^1], column.Session.Id,
            (long)column.FirstSequence, (long)column.LastSequence, part.Count, statistics, columns).ExecuteNonQuery();
        chunks++;
        samples += part.Count;
        bytes += statistics.Length + columns.Length;
    }

    public void Commit(long sealedPosition)
    {
        using var update = connection.Prepare(
            "UPDATE sealed SET position = $1, chunks = chunks + $2, samples = samples + $3, bytes = bytes + $4", 4);
        update.With(sealedPosition, chunks, samples, bytes).ExecuteNonQuery();
        connection.Execute("COMMIT");
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.RollBack();
        connection.Dispose();
    }
}
