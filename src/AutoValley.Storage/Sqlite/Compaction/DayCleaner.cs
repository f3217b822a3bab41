using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>Looks whether a day has something to merge, and takes away what merging left over.</summary>
internal sealed class DayCleaner : IDisposable
{
    // Free pages are filled again by what is sealed next; more than one of so many is given back, so many at a time.
    private const int FreeShare = 8;
    private const int FreeReserve = 256;
    private const int PagesAtATime = 1024;

    private readonly SqliteConnection connection;

    public DayCleaner(string path) => connection = Database.Open(path, DaySchema.Version, DaySchema.Sql, DaySchema.Layout);

    /// <summary>Whether anything was sealed since <see cref="SetMerged"/>, or is to be cleared.</summary>
    public bool HasWork =>
        connection.Rows("SELECT position <> merged OR EXISTS (SELECT 1 FROM replaced) FROM sealed", row => row.GetBoolean(0)).Single();

    /// <summary>All that is sealed was looked at, and there is nothing to merge.</summary>
    public void SetMerged() => connection.Execute("UPDATE sealed SET merged = position");

    /// <summary>Deletes what was merged, which nobody may be reading any more.</summary>
    public void ClearReplaced() => connection.InTransaction(() =>
    {
        connection.Execute("DELETE FROM body WHERE id IN (SELECT body FROM replaced)");
        connection.Execute("DELETE FROM times WHERE id IN (SELECT times FROM replaced)");
        connection.Execute("DELETE FROM replaced");
        return 0;
    });

    /// <summary>Gives some free pages back to the file system, if there are many.</summary>
    /// <returns>Whether there are many still.</returns>
    public bool ReturnPages(bool thorough)
    {
        if (!HasManyFree(thorough))
            return false;
        connection.Rows($"PRAGMA incremental_vacuum({PagesAtATime})", _ => 0);
        connection.EmptyLog();
        return HasManyFree(thorough);
    }

    public void Dispose() => connection.Dispose();

    private bool HasManyFree(bool thorough)
    {
        var free = Ask("PRAGMA freelist_count");
        return thorough ? free > 0 : free > FreeReserve && free > Ask("PRAGMA page_count") / FreeShare;
    }

    private long Ask(string pragma) => connection.Rows(pragma, row => row.GetInt64(0)).Single();
}
