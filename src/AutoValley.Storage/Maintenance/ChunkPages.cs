using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>Rows of a day's directory, some at a time in their order, each found behind the one before whatever changed meanwhile.</summary>
internal sealed class ChunkPages(SqliteConnection connection, string query, int size)
{
    private (int Series, long First, long Id) last = (int.MinValue, long.MinValue, long.MinValue);

    /// <summary>Why no more rows can be read; empty when they can.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>The series of the last row that was read; <see cref="int.MinValue"/> before.</summary>
    public int LastSeries => last.Series;

    /// <summary>The next rows, the sound one of each null when its check sum is another; none at the end or once it failed.</summary>
    public List<(ChunkRow Told, ChunkRow? Sound)> Next()
    {
        List<(ChunkRow, ChunkRow?)> found = [];
        if (Failure.Length > 0)
            return found;
        try
        {
            using var command = connection.Prepare(query, 4);
            using var rows = command.With(last.Series, last.First, last.Id, size).ExecuteReader();
            while (rows.Read())
                found.Add(Read(rows));
        }
        // A damaged page may also hold numbers where none can be.
        catch (Exception exception) when (exception is SqliteException or InvalidCastException or OverflowException or InvalidOperationException)
        {
            Failure = exception.Message;
        }
        return found;
    }

    private (ChunkRow, ChunkRow?) Read(SqliteDataReader row)
    {
        var (told, sound) = ChunkTable.Read(row);
        last = (told.Series, told.First, told.Id);
        return (told, sound);
    }
}
