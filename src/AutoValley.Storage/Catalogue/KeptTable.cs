using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>Kept rows in <c>catalog.db</c>. Used under the catalogue's lock.</summary>
internal sealed class KeptTable : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand put;
    private readonly SqliteCommand delete;
    private readonly SqliteCommand deleteAll;

    public KeptTable(SqliteConnection connection)
    {
        this.connection = connection;
        // Not part of the schema's first statement: a catalogue of before gets it, and a program of before does not mind it.
        connection.Execute("CREATE TABLE IF NOT EXISTS kept (kind INTEGER NOT NULL, owner TEXT NOT NULL, item TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, owner, item))");
        put = connection.Prepare("INSERT OR REPLACE INTO kept VALUES ($1, $2, $3, $4)", 4);
        delete = connection.Prepare("DELETE FROM kept WHERE kind = $1 AND owner = $2 AND item = $3", 3);
        deleteAll = connection.Prepare("DELETE FROM kept WHERE kind = $1 AND owner = $2", 2);
    }

    public List<KeptRow> Load() => connection.Rows(
        "SELECT kind, owner, item, value FROM kept",
        row => new KeptRow(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));

    public void Change(IReadOnlyList<KeptChange> changes)
    {
        foreach (var change in changes)
        {
            var command = change switch
            {
                { Value: { } value } => put.With(change.Kind, change.Owner, change.Item, value.ToArray()),
                { Item: { } item } => delete.With(change.Kind, change.Owner, item),
                _ => deleteAll.With(change.Kind, change.Owner),
            };
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        foreach (var command in new[] { put, delete, deleteAll })
            command.Dispose();
    }
}
