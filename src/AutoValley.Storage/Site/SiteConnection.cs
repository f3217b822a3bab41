using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>
/// The connections to <c>site.db</c>: one that writes, under a lock, and those that read beside it. A transaction inside another is part of it.
/// </summary>
internal sealed class SiteConnection(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SiteReaders readers = new(path);
    private bool isInTransaction;

    /// <summary>The one that writes: for preparing commands that run inside <see cref="Write"/> alone.</summary>
    public SqliteConnection Connection { get; } = Database.Open(path, SiteSchema.Version, SiteSchema.Sql, steps: SiteSchema.Steps);

    /// <summary>Reads what is durable, without waiting for a writer; inside a transaction, what that has changed too.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public T Read<T>(Func<SqliteConnection, T> read) =>
        Checked(() => gate.IsHeldByCurrentThread ? read(Connection) : readers.Read(read));

    /// <summary>Changes something; it is durable when this returns, or all of the transaction around it does.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be written; nothing is changed.</exception>
    public T Write<T>(Func<T> change)
    {
        lock (gate)
        {
            if (isInTransaction)
                return change();
            isInTransaction = true;
            try
            {
                return Checked(() => Connection.InTransaction(change));
            }
            finally
            {
                isInTransaction = false;
            }
        }
    }

    public void Dispose()
    {
        // The last connection that closes writes the log back, which a reader cannot.
        readers.Dispose();
        lock (gate)
            Connection.Dispose();
    }

    private static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw new StoreUnavailableException($"{SiteDatabase.FileName}: {exception.Message}", exception);
        }
    }
}
