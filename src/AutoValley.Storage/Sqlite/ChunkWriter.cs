using System.Buffers;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Adds chunks to a day within a transaction of its user, and counts what it adds.</summary>
internal sealed class ChunkWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand insertBody = connection.Prepare("INSERT INTO body (checksum, statistics, content) VALUES ($1, $2, $3)", 3);
    private readonly SqliteCommand insertChunk = connection.Prepare(
        "INSERT INTO chunk (series, id, first, last, session, first_sequence, last_sequence, count, times, summary) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 10);
    private readonly SharedTimes times = new(connection);
    private readonly ArrayBufferWriter<byte> scratch = new();
    private long bodyBytes;

    /// <summary>Of the blobs added.</summary>
    public long Bytes => bodyBytes + times.Bytes;

    /// <summary>Chunks added.</summary>
    public long Chunks { get; private set; }

    /// <summary>Samples added.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds a chunk.</summary>
    /// <param name="series">Whose samples, a key of the catalogue.</param>
    /// <param name="firstSequence">Number of the first batch.</param>
    /// <param name="rank">The session, and the number of the last batch.</param>
    /// <param name="samples">All of one day, as many as a chunk may hold.</param>
    public ChunkRow Add(int series, ulong firstSequence, Rank rank, Samples samples)
    {
        var body = BodyBytes.Of(samples.Values, scratch, out var summary);
        insertBody.With(body.Checksum, body.Statistics, body.Content).ExecuteNonQuery();
        var id = connection.LastId();
        var span = samples.Times.Span;
        var row = new ChunkRow(
            series, id, span[0], span[^1], firstSequence, rank, samples.Count, times.Add(samples.Times, scratch), summary);
        insertChunk.With(
            row.Series, row.Id, row.First, row.Last, rank.Session, (long)firstSequence, (long)rank.Sequence,
            row.Count, row.Times, row.WriteSummary()).ExecuteNonQuery();
        Chunks++;
        Samples += samples.Count;
        bodyBytes += body.Statistics.Length + body.Content.Length;
        return row;
    }

    /// <summary>What comes now has no times in common with what came.</summary>
    public void ForgetTimes() => times.Forget();

    public void Dispose()
    {
        insertBody.Dispose();
        insertChunk.Dispose();
        times.Dispose();
    }
}
