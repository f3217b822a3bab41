using System.Buffers;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>
/// Writes the values of several chunks into a row of <c>body</c> together: SQLite's pages are filled better by few long rows than by many short ones.
/// Chunks that will be merged lie with those that have their times in common, because they will be merged, and go, together.
/// </summary>
internal sealed class SharedBodies(SqliteConnection connection) : IDisposable
{
    // A row that has as much is written. A reader of one chunk steps over the others' pages.
    private const int GoodBytes = 64 * 1024;

    // Of chunks that are too large to be merged.
    private const long NoTimes = 0;

    private readonly SqliteCommand insertBody = connection.Prepare("INSERT INTO body (parts) VALUES ($1)", 1);
    private readonly SqliteCommand insertChunk = connection.Prepare(
        "INSERT INTO chunk (series, id, first, last, session, first_sequence, last_sequence, count, times, "
        + "start, statistics, content, checksum, summary) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", 14);
    private readonly Dictionary<long, Row> rows = [];
    private readonly Stack<Row> idle = new();

    /// <summary>Of what was added.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a chunk's values to those with the same times; its row is written with theirs.</summary>
    public void Add(ChunkRow chunk, Values values)
    {
        var key = chunk.Count >= ChunkSplit.GoodSamples ? NoTimes : chunk.Times;
        if (!rows.TryGetValue(key, out var row))
            rows.Add(key, row = idle.TryPop(out var known) ? known : new Row());
        var place = BodyBytes.Write(values, row.Parts, out var summary);
        row.Chunks.Add(chunk with { Body = place, Summary = summary });
        Bytes += place.Length;
        if (row.Parts.WrittenCount >= GoodBytes || row.Chunks.Count == ChunkRow.MaximumOfBody)
            Write(row);
    }

    /// <summary>No chunk comes any more that has its times in common with one that came.</summary>
    public void EndTimes()
    {
        foreach (var (key, row) in rows.Where(one => one.Key != NoTimes).ToArray())
        {
            Write(row);
            rows.Remove(key);
            idle.Push(row);
        }
    }

    /// <summary>Writes all that was added and not written yet.</summary>
    public void Flush()
    {
        foreach (var row in rows.Values)
            Write(row);
    }

    public void Dispose()
    {
        insertBody.Dispose();
        insertChunk.Dispose();
    }

    private void Write(Row row)
    {
        if (row.Chunks.Count == 0)
            return;
        insertBody.With(row.Parts.WrittenSpan.ToArray()).ExecuteNonQuery();
        var id = connection.LastId() * ChunkRow.MaximumOfBody;
        foreach (var chunk in row.Chunks)
            Write(chunk with { Id = id++ });
        row.Parts.ResetWrittenCount();
        row.Chunks.Clear();
    }

    private void Write(ChunkRow chunk) => insertChunk.With(
        chunk.Series, chunk.Id, chunk.First, chunk.Last, chunk.Rank.Session, (long)chunk.FirstSequence, (long)chunk.Rank.Sequence, chunk.Count, chunk.Times,
        chunk.Body.Start, chunk.Body.Statistics, chunk.Body.Content, chunk.Body.Checksum, chunk.WriteSummary()).ExecuteNonQuery();

    private sealed class Row
    {
        public ArrayBufferWriter<byte> Parts { get; } = new();

        public List<ChunkRow> Chunks { get; } = [];
    }
}
