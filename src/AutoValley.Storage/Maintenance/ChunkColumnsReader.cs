using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>Loads columns of chunks on a connection whose transaction the caller began.</summary>
internal sealed class ChunkColumnsReader(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand times = connection.Prepare("SELECT checksum, bounds, times FROM times WHERE id = $1", 1);
    private readonly SqliteCommand body = connection.Prepare("SELECT checksum, statistics, content FROM body WHERE id = $1", 1);

    /// <exception cref="ColumnFormatException">The row is not there.</exception>
    public TimesBytes Times(ChunkRow chunk) => Load(times, chunk.Times, (sum, bounds, column) => new TimesBytes(sum, bounds, column));

    /// <exception cref="ColumnFormatException">The row is not there.</exception>
    public BodyBytes Body(ChunkRow chunk) => Load(body, chunk.Id, (sum, statistics, content) => new BodyBytes(sum, statistics, content));

    public void Dispose()
    {
        times.Dispose();
        body.Dispose();
    }

    private static T Load<T>(SqliteCommand command, long id, Func<int, byte[], byte[], T> read)
    {
        using var rows = command.With(id).ExecuteReader();
        return rows.Read()
            ? read(rows.GetInt32(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2))
            : throw new ColumnFormatException($"a part of it, row {id}, is not there");
    }
}
