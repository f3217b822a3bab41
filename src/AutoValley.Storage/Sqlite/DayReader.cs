using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>A connection for reading one day. Used by one thread at a time.</summary>
internal sealed class DayReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand findAll;
    private readonly SqliteCommand find;
    private readonly SqliteCommand latest;
    private readonly SqliteCommand loadTimes;

    /// <summary>Takes over a connection.</summary>
    public DayReader(int day, SqliteConnection connection)
    {
        (Day, this.connection) = (day, connection);
        findAll = connection.Prepare($"SELECT {ChunkTable.Columns} FROM chunk", 0);
        find = connection.Prepare($"SELECT {ChunkTable.Columns} FROM chunk WHERE series = $1 ORDER BY first, id", 1);
        latest = connection.Prepare(
            $"SELECT {ChunkTable.Columns} FROM chunk WHERE series = $1 AND last = (SELECT max(last) FROM chunk WHERE series = $1)", 1);
        loadTimes = connection.Prepare("SELECT checksum, bounds, times FROM times WHERE id = $1", 1);
    }

    public int Day { get; }

    /// <summary>Opens a day; null when a crash left its file before it had tables.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static DayReader? Open(int day, string path) =>
        Database.OpenReader(path, DaySchema.Version) is { } connection ? new DayReader(day, connection) : null;

    /// <summary>All chunks, those of a series together; without those whose rows are damaged.</summary>
    public IEnumerable<ChunkRow> FindAll() => Read(findAll).Select(found => found.Row).OfType<ChunkRow>();

    /// <summary>All chunks of a series, by their first times.</summary>
    /// <exception cref="DamagedChunkException">The check sum of a row is another.</exception>
    public ChunkRow[] Find(Series series) => Read(find, series);

    /// <summary>The chunks of a series that end last.</summary>
    /// <exception cref="DamagedChunkException">As <see cref="Find"/>.</exception>
    public ChunkRow[] FindLatest(Series series) => Read(latest, series);

    /// <summary>The times of a chunk.</summary>
    /// <exception cref="ColumnFormatException">A check sum is another, or the row is not there.</exception>
    public PieceTimes OpenTimes(ChunkRow chunk)
    {
        using var rows = loadTimes.With(chunk.Times).ExecuteReader();
        return rows.Read()
            ? new TimesBytes(rows.GetInt32(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2)).Open(chunk)
            : throw new ColumnFormatException($"its times, row {chunk.Times}, are not there");
    }

    /// <summary>The bytes of a chunk's values.</summary>
    /// <exception cref="ColumnFormatException">The row is not there, or too short.</exception>
    public byte[] OpenBody(ChunkRow chunk) => BodyBytes.Read(connection, chunk);

    public (long Chunks, long Samples, long Bytes) Totals() => connection
        .Rows("SELECT chunks, samples, bytes FROM sealed", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))).Single();

    public void Dispose()
    {
        foreach (var command in new[] { findAll, find, latest, loadTimes })
            command.Dispose();
        connection.Dispose();
    }

    private ChunkRow[] Read(SqliteCommand command, Series series) =>
    [
        .. Read(command.With(series.Id)).Select(found => found.Row ?? throw new DamagedChunkException(
            UtcDay.ToText(Day), series, found.Key.Id, (found.Key.First, found.Key.Last), "the check sum of its row is another")),
    ];

    private static List<(ChunkRow Key, ChunkRow? Row)> Read(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        List<(ChunkRow, ChunkRow?)> found = [];
        while (rows.Read())
            found.Add(ChunkTable.Read(rows));
        return found;
    }
}
