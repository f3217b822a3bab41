using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>The one connection to <c>site.db</c> that its tables share, under one lock. A transaction inside another is part of it.</summary>
internal sealed class SiteConnection(string path) : IDisposable
{
    private readonly Lock gate = new();
    private bool isInTransaction;

    /// <summary>For preparing commands; they run inside <see cref="Read"/> and <see cref="Write"/> alone.</summary>
    public SqliteConnection Connection { get; } = Database.Open(path, SiteSchema.Version, SiteSchema.Sql);

    /// <summary>Reads.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public T Read<T>(Func<T> read)
    {
        lock (gate)
            return Checked(read);
    }

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
