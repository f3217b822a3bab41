using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>A connection for reading one day. Used by one thread at a time.</summary>
internal sealed class DayReader : IDisposable
{
    private const string Row = "id, first, last, session, last_sequence, count, statistics";

    private readonly SqliteConnection connection;
    private readonly SqliteCommand find;
    private readonly SqliteCommand latest;
    private readonly SqliteCommand load;

    private DayReader(int day, SqliteConnection connection)
    {
        (Day, this.connection) = (day, connection);
        find = connection.Prepare($"SELECT {Row} FROM chunk WHERE series = $1 AND last >= $2 AND first < $3 ORDER BY first", 3);
        latest = connection.Prepare(
            $"SELECT {Row} FROM chunk WHERE series = $1 AND last = (SELECT max(last) FROM chunk WHERE series = $1)", 1);
        load = connection.Prepare("SELECT columns FROM chunk WHERE id = $1", 1);
    }

    public int Day { get; }

    /// <summary>Opens a day; null when a crash left its file before it had tables.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static DayReader? Open(int day, string path) =>
        Database.OpenReader(path, DaySchema.Version) is { } connection ? new DayReader(day, connection) : null;

    /// <summary>Chunks of a series that share a time with the range, by their first times.</summary>
    public List<ChunkRow> Find(Series series, TimeRange range) => Read(find.With(series.Id, range.From, range.To));

    /// <summary>The chunks of a series that end last.</summary>
    public List<ChunkRow> FindLatest(Series series) => Read(latest.With(series.Id));

    public Samples Load(ChunkRow chunk)
    {
        var blob = (byte[])load.With(chunk.Id).ExecuteScalar()!;
        return ChunkColumns.Read(blob, chunk.Count);
    }

    public (long Chunks, long Samples, long Bytes) Totals() => connection
        .Rows("SELECT chunks, samples, bytes FROM sealed", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))).Single();

    public void Dispose()
    {
        foreach (var command in new[] { find, latest, load })
            command.Dispose();
        connection.Dispose();
    }

    private static List<ChunkRow> Read(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        List<ChunkRow> found = [];
        while (rows.Read())
        {
            var count = rows.GetInt32(5);
            found.Add(new ChunkRow(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), new Rank(rows.GetInt32(3), (ulong)rows.GetInt64(4)), count,
                VectorStatistics.ReadAll(rows.GetFieldValue<byte[]>(6), count)));
        }
        return found;
    }
}
