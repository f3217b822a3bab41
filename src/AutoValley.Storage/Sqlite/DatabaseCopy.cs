using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Copies a database that others write to, page by page, as it is at one moment.</summary>
internal static class DatabaseCopy
{
    /// <summary>Makes the file at <paramref name="target"/>, complete and without side files, and lets <paramref name="change"/> it.</summary>
    /// <returns>False when the source has no tables yet, so that there is nothing to copy.</returns>
    /// <exception cref="SqliteException">It cannot be read or written.</exception>
    /// <exception cref="StoreException">The source cannot be opened.</exception>
    public static bool Write(string source, int version, string target, Action<SqliteConnection>? change = null)
    {
        using var from = Database.OpenReader(source, version);
        if (from is null)
            return false;
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        to.Open();
        // The copy is thrown away when anything fails, so it needs no log; the reader of it is in this process.
        to.Execute("PRAGMA synchronous = OFF");
        // One step under one read transaction: a write-ahead log lets writers go on meanwhile.
        from.BackupDatabase(to);
        to.Execute("PRAGMA journal_mode = DELETE");
        return change is null || to.InTransaction(() =>
        {
            change(to);
            return true;
        });
    }
}
