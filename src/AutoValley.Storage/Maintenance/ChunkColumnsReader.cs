using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>Loads columns of chunks on a connection whose transaction the caller began.</summary>
internal sealed class ChunkColumnsReader(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand times = connection.Prepare("SELECT checksum, bounds, times FROM times WHERE id = $1", 1);

    /// <exception cref="ColumnFormatException">The row is not there.</exception>
    public TimesBytes Times(ChunkRow chunk)
    {
        using var rows = times.With(chunk.Times).ExecuteReader();
        return rows.Read()
            ? new TimesBytes(rows.GetInt32(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2))
            : throw new ColumnFormatException($"its times, row {chunk.Times}, are not there");
    }

    /// <exception cref="ColumnFormatException">The row is not there, or too short.</exception>
    public byte[] Body(ChunkRow chunk) => BodyBytes.Read(connection, chunk);

    public void Dispose() => times.Dispose();
}
