using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>What retention took away: from which time on the record is whole.</summary>
public sealed class RetentionTable : IDisposable
{
    /// <summary>The kind of visits.</summary>
    public const string Visits = "visits";

    private readonly SiteConnection site;
    private readonly SqliteCommand put;

    internal RetentionTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare("INSERT INTO retention VALUES ($1, $2) ON CONFLICT DO UPDATE SET kept_from = max(kept_from, excluded.kept_from)", 2);
    }

    /// <summary>Notes that what is older is gone; a time before the one that is known changes nothing. In the transaction that takes it away.</summary>
    /// <param name="kind">What: <see cref="Visits"/>, say.</param>
    /// <param name="time">Unix nanoseconds.</param>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Note(string kind, long time) => site.Write(() => put.With(kind, time).ExecuteNonQuery());

    /// <summary>From when on the record has everything, Unix nanoseconds; null where nothing ever went.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public long? KeptFrom(string kind) => site.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kept_from FROM retention WHERE kind = $1";
        command.Parameters.AddWithValue("$1", kind);
        return command.Rows(row => (long?)row.GetInt64(0)).SingleOrDefault();
    });

    /// <inheritdoc/>
    public void Dispose() => put.Dispose();
}
