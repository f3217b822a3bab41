using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Adds one segment's samples of a day in one transaction. Without <see cref="Commit"/> the day stays as it was.</summary>
internal sealed class DayWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly ChunkWriter chunks;
    private (int Vehicle, int Session, ulong First) together;

    public DayWriter(string path)
    {
        connection = Database.Open(path, DaySchema.Version, DaySchema.Sql, DaySchema.Layout);
        chunks = new ChunkWriter(connection);
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            SealedPosition = connection.Rows("SELECT position FROM sealed", row => row.GetInt64(0)) is [var position]
                ? position
                : throw new StoreException($"{path}: the table 'sealed' does not have its one row");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the day was sealed up to before.</summary>
    public long SealedPosition { get; }

    /// <summary>Adds a chunk: samples of the column given, all of this day. The columns of the same batches come one after the other.</summary>
    public void Add(SealedColumn column, Samples part)
    {
        // What columns of the same batches have in common is let go with them.
        var batches = (column.Series.Vehicle.Id, column.Session.Id, column.FirstSequence);
        if (batches != together)
            chunks.EndTimes();
        together = batches;
        var rank = new Rank(column.Session.Id, column.LastSequence);
        chunks.Add(new ChunkRow(column.Series.Id, part.Times.Span[0], part.Times.Span[^1], column.FirstSequence, rank, part.Count), part);
    }

    public void Commit(long sealedPosition)
    {
        chunks.Flush();
        using var update = connection.Prepare(
            "UPDATE sealed SET position = $1, chunks = chunks + $2, samples = samples + $3, bytes = bytes + $4", 4);
        update.With(sealedPosition, chunks.Chunks, chunks.Samples, chunks.Bytes).ExecuteNonQuery();
        connection.Execute("COMMIT");
        connection.EmptyLog();
    }

    public void Dispose()
    {
        chunks.Dispose();
        // Closing it ends the transaction where that cannot be rolled back any more.
        connection.Dispose();
    }
}
