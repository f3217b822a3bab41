using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Copies a database that others write to, page by page, as it is at one moment.</summary>
internal static class DatabaseCopy
{
    /// <summary>Makes the file at <paramref name="target"/>, complete and without side files, and lets <paramref name="change"/> it.</summary>
    /// <exception cref="SqliteException">It cannot be read or written.</exception>
    /// <exception cref="StoreException">The source cannot be opened, or has no tables yet.</exception>
    public static void Write(string source, int version, string target, Action<SqliteConnection>? change = null)
    {
        using var from = Database.OpenReader(source, version) ?? throw new StoreException($"{source}: has no tables yet");
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        to.Open();
        // The copy is thrown away when anything fails, so it needs no log; the reader of it is in this process.
        to.Execute("PRAGMA synchronous = OFF");
        // One step under one read transaction: a write-ahead log lets writers go on meanwhile.
        from.BackupDatabase(to);
        to.Execute("PRAGMA journal_mode = DELETE");
        if (change is null)
            return;
        to.InTransaction(() =>
        {
            change(to);
            return true;
        });
    }
}
