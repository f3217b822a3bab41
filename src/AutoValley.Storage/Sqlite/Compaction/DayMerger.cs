using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>
/// Merges chunks of a day in one transaction. What was merged stays in <c>body</c> and <c>times</c> for those who are reading it, noted in
/// <c>replaced</c>, until <see cref="DayCleaner"/> takes it. Without <see cref="Commit"/> the day stays as it was.
/// </summary>
internal sealed class DayMerger : IDisposable
{
    // Merging must leave at most one chunk for so many.
    private const int Gain = 2;

    private readonly SqliteConnection connection;
    private readonly DayReader reader;
    private readonly ChunkWriter writer;
    private readonly SqliteCommand deleteChunk;
    private readonly SqliteCommand replace;
    private readonly SqliteCommand lengthOfTimes;
    private readonly Dictionary<long, long[]> decoded = [];
    private (long Chunks, long Samples, long Bytes) removed;

    public DayMerger(int day, string path)
    {
        connection = Database.Open(path, DaySchema.Version, DaySchema.Sql, DaySchema.Layout);
        reader = new DayReader(day, connection);
        connection.Execute("BEGIN IMMEDIATE");
        writer = new ChunkWriter(connection);
        deleteChunk = connection.Prepare("DELETE FROM chunk WHERE series = $1 AND first = $2 AND id = $3", 3);
        replace = connection.Prepare("INSERT INTO replaced (body, times) VALUES ($1, $2)", 2);
        lengthOfTimes = connection.Prepare("SELECT length(bounds) + length(times) FROM times WHERE id = $1", 1);
    }

    /// <summary>Merges the chunks of each series of a unit.</summary>
    /// <returns>Those of the series whose chunks stayed as they were: one is damaged, or they would have become hardly fewer.</returns>
    public List<ChunkRow[]> Merge(MergeUnit unit)
    {
        writer.EndTimes();
        decoded.Clear();
        List<ChunkRow[]> left = [];
        foreach (var chunks in unit.Series)
        {
            if (!TryMerge(chunks))
                left.Add(chunks);
        }
        return left;
    }

    /// <summary>Rows that no chunk needs any more.</summary>
    public void Replace(long? times, long? body)
    {
        if (times is { } id)
            removed.Bytes += (long)(lengthOfTimes.With(id).ExecuteScalar() ?? 0L);
        replace.With(body, times).ExecuteNonQuery();
    }

    public void Commit()
    {
        writer.Flush();
        using var update = connection.Prepare("UPDATE sealed SET chunks = chunks + $1, samples = samples + $2, bytes = bytes + $3", 3);
        update.With(writer.Chunks - removed.Chunks, writer.Samples - removed.Samples, writer.Bytes - removed.Bytes).ExecuteNonQuery();
        connection.Execute("COMMIT");
        connection.EmptyLog();
    }

    public void Dispose()
    {
        writer.Dispose();
        deleteChunk.Dispose();
        replace.Dispose();
        lengthOfTimes.Dispose();
        // Closes the connection, which ends the transaction where that cannot be rolled back any more.
        reader.Dispose();
    }

    private bool TryMerge(ChunkRow[] chunks)
    {
        if (TryLoad(chunks) is not { } merged)
            return false;
        var parts = ChunkSplit.Split(merged).ToArray();
        if (parts.Length * Gain > chunks.Length)
            return false;
        foreach (var part in parts)
            writer.Add(MergedRow(chunks, part), part);
        foreach (var chunk in chunks)
        {
            deleteChunk.With(chunk.Series, chunk.First, chunk.Id).ExecuteNonQuery();
            removed = (removed.Chunks + 1, removed.Samples + chunk.Count, removed.Bytes + chunk.Body.Length);
        }
        return true;
    }

    private static ChunkRow MergedRow(ChunkRow[] chunks, Samples part) => new(
        chunks[0].Series, part.Times.Span[0], part.Times.Span[^1], chunks[0].FirstSequence, chunks[^1].Rank, part.Count);

    // In the order of the batches, so that of samples with the same time the later one stays.
    private Samples? TryLoad(ChunkRow[] chunks)
    {
        SampleBuffer? buffer = null;
        try
        {
            foreach (var chunk in chunks)
            {
                var values = BodyBytes.Content(reader.OpenBody(chunk), chunk);
                var samples = new Samples(TimesOf(chunk), ColumnCodec.Decode(values.Span, chunk.Count, int.MaxValue));
                buffer ??= SampleBuffer.Of(samples.Values.Type);
                buffer.Add(samples, 0, samples.Count);
            }
        }
        catch (Exception exception) when (exception is ColumnFormatException or ArgumentException)
        {
            return null;
        }
        buffer!.SortAndTakeLast();
        return buffer.Take();
    }

    // Series of a unit have them in common.
    private long[] TimesOf(ChunkRow chunk)
    {
        if (!decoded.TryGetValue(chunk.Times, out var times))
            decoded.Add(chunk.Times, times = reader.OpenTimes(chunk).Decode());
        return times;
    }
}
