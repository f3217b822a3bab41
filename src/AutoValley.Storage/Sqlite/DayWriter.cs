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
    private readonly SqliteCommand insertBody;
    private readonly SqliteCommand insertChunk;
    private readonly SharedTimes times;
    private readonly ArrayBufferWriter<byte> scratch = new();
    private readonly List<ChunkRow> chunks = [];
    private long samples;
    private long bytes;

    public DayWriter(string path)
    {
        connection = Database.Open(path, DaySchema.Version, DaySchema.Sql, DaySchema.Layout);
        connection.Execute("BEGIN IMMEDIATE");
        insertBody = connection.Prepare("INSERT INTO body (checksum, statistics, content) VALUES ($1, $2, $3)", 3);
        insertChunk = connection.Prepare(
            "INSERT INTO chunk (series, id, first, last, session, first_sequence, last_sequence, count, times, summary) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 10);
        times = new SharedTimes(connection);
        SealedPosition = connection.Rows("SELECT position FROM sealed", row => row.GetInt64(0)).Single();
    }

    /// <summary>What the day was sealed up to before.</summary>
    public long SealedPosition { get; }

    /// <summary>The chunks added.</summary>
    public IReadOnlyList<ChunkRow> Chunks => chunks;

    /// <summary>Adds a chunk: samples of the column given, all of this day. The columns of a vehicle come one after the other.</summary>
    public void Add(SealedColumn column, Samples part)
    {
        var body = BodyBytes.Of(part.Values, scratch, out var summary);
        insertBody.With(body.Checksum, body.Statistics, body.Content).ExecuteNonQuery();
        var chunk = new ChunkRow(
            column.Series.Id, connection.LastId(), part.Times.Span[0], part.Times.Span[^1], column.FirstSequence,
            new Rank(column.Session.Id, column.LastSequence), part.Count, times.Add(column.Series.Vehicle.Id, part.Times, scratch), summary);
        Insert(chunk);
        chunks.Add(chunk);
        samples += part.Count;
        bytes += body.Statistics.Length + body.Content.Length;
    }

    public void Commit(long sealedPosition)
    {
        using var update = connection.Prepare(
            "UPDATE sealed SET position = $1, chunks = chunks + $2, samples = samples + $3, bytes = bytes + $4", 4);
        update.With(sealedPosition, chunks.Count, samples, bytes + times.Bytes).ExecuteNonQuery();
        connection.Execute("COMMIT");
    }

    public void Dispose()
    {
        insertBody.Dispose();
        insertChunk.Dispose();
        times.Dispose();
        connection.RollBack();
        connection.Dispose();
    }

    private void Insert(ChunkRow chunk) => insertChunk.With(
        chunk.Series, chunk.Id, chunk.First, chunk.Last, chunk.Rank.Session, (long)chunk.FirstSequence, (long)chunk.Rank.Sequence,
        chunk.Count, chunk.Times, chunk.WriteSummary()).ExecuteNonQuery();
}
