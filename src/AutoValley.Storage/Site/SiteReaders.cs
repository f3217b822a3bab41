using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>
/// Connections that read <c>site.db</c> beside the one that writes. By the write-ahead log each sees what was durable when its read began; none of them waits for a writer or for
/// another reader, and none keeps anybody waiting.
/// </summary>
internal sealed class SiteReaders(string path) : IDisposable
{
    // So many stay open; who reads while all of them are in use opens one more, so that there are as many as there are calls at once.
    private const int MaximumIdle = 4;

    private readonly Lock gate = new();
    private readonly Stack<SqliteConnection> idle = [];
    private bool isClosed;

    /// <summary>Reads from one state of the database, however many commands that takes.</summary>
    /// <exception cref="SqliteException">The disk fails.</exception>
    /// <exception cref="StoreException">The database cannot be opened.</exception>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        var connection = Take();
        try
        {
            connection.Execute("BEGIN");
            return read(connection);
        }
        finally
        {
            Return(connection);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            while (idle.TryPop(out var connection))
                connection.Dispose();
        }
    }

    private SqliteConnection Take()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, this);
            if (idle.TryPop(out var known))
                return known;
        }
        return Database.OpenReader(path, SiteSchema.Version) ?? throw new StoreException($"{path}: its tables are gone");
    }

    private void Return(SqliteConnection connection)
    {
        connection.RollBack();
        lock (gate)
        {
            if (!isClosed && idle.Count < MaximumIdle)
            {
                idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }
}
