using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>What people did, and what retention took away. Entries never change.</summary>
public sealed class AuditTable : IDisposable
{
    private readonly SiteConnection site;
    private readonly SqliteCommand add;
    private readonly SqliteCommand old;

    internal AuditTable(SiteConnection site)
    {
        this.site = site;
        add = site.Connection.Prepare("INSERT INTO audit (time, person, action, subject, note) VALUES ($1, $2, $3, $4, $5)", 5);
        // Ids ascend in time: behind the first entry that is kept there is none to look at.
        old = site.Connection.Prepare(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < coalesce((SELECT id FROM audit WHERE time >= $1 ORDER BY id LIMIT 1), 9223372036854775807) "
            + "ORDER BY id LIMIT $2)", 2);
    }

    /// <summary>Adds an entry.</summary>
    /// <returns>As it is stored, with its id.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public AuditEntry Add(AuditEntry entry) => site.Write(() =>
    {
        add.With(entry.Time, entry.Person, entry.Action, entry.Subject, entry.Note).ExecuteNonQuery();
        return entry with { Id = site.Connection.LastId() };
    });

    /// <summary>Takes away entries from before a time.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public int RemoveBefore(long time, int most) => site.Write(() => old.With(time, most).ExecuteNonQuery());

    /// <summary>Entries, newest first.</summary>
    /// <param name="before">Only those with a smaller id.</param>
    /// <param name="subject">Of this alone; empty for all.</param>
    /// <param name="limit">At most.</param>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public IReadOnlyList<AuditEntry> Newest(long before, string subject, int limit) => site.Read(connection =>
    {
        using var command = Command(connection, before, subject, limit);
        return command.Rows(row => new AuditEntry(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        add.Dispose();
        old.Dispose();
    }

    /// <summary>The question in SQL.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, long before, string subject, int limit)
    {
        var search = new SearchText();
        search.And($"id < {search.Parameter(before)}");
        if (subject.Length > 0)
            search.And($"subject = {search.Parameter(subject)}");
        return search.Command(connection, "SELECT id, time, person, action, subject, note FROM audit", $"ORDER BY id DESC LIMIT {search.Parameter(limit)}", []);
    }
}
