using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Visits, told apart by vehicle, zone, enter time and map.</summary>
public sealed class VisitTable : IDisposable
{
    // Those that go on are one.
    private const int LengthClasses = 4;

    private const string Columns = "vehicle, zone, enter, last, leave, samples, late, map";

    private readonly SiteConnection site;
    private readonly SqliteCommand put;
    private readonly SqliteCommand remove;
    private readonly SqliteCommand old;

    internal VisitTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare($"INSERT OR REPLACE INTO visit ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", 8);
        remove = site.Connection.Prepare("DELETE FROM visit WHERE vehicle = $1 AND zone = $2 AND enter = $3 AND map = $4", 4);
        old = site.Connection.Prepare(
            "DELETE FROM visit WHERE (vehicle, zone, enter, map) IN "
            + "(SELECT vehicle, zone, enter, map FROM visit WHERE length_class IN (0, 1, 2) AND enter < $1 AND leave < $1 LIMIT $2)", 2);
    }

    /// <summary>Stores visits, each in the place of the one that was known of the same vehicle, zone, enter time and map.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be stored.</exception>
    public void Put(IEnumerable<StoredVisit> visits) => site.Write(() =>
    {
        foreach (var visit in visits)
            put.With(visit.Vehicle, visit.Zone, visit.Enter, visit.Last, visit.Leave, visit.Samples, visit.IsLate, visit.Map).ExecuteNonQuery();
        return true;
    });

    /// <summary>Takes away visits that later samples showed to be none.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Remove(IEnumerable<StoredVisit> visits) => site.Write(() =>
    {
        foreach (var visit in visits)
            remove.With(visit.Vehicle, visit.Zone, visit.Enter, visit.Map).ExecuteNonQuery();
        return true;
    });

    /// <summary>Takes away visits that ended before a time.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public int RemoveEndedBefore(long time, int most) => site.Write(() => old.With(time, most).ExecuteNonQuery());

    /// <summary>Visits by enter time, vehicle, zone and map.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public IReadOnlyList<StoredVisit> Find(VisitQuestion question) => site.Read(connection =>
    {
        using var command = Command(connection, question);
        return command.Rows(row => new StoredVisit(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt64(5), row.GetBoolean(6),
            row.GetInt32(7)));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        put.Dispose();
        remove.Dispose();
        old.Dispose();
    }

    /// <summary>The question in SQL.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, VisitQuestion question)
    {
        var search = new SearchText();
        var from = search.Parameter(question.From);
        search.And($"enter < {search.Parameter(question.To)} AND (leave >= {from} OR leave IS NULL)");
        if (question.Zone.Length > 0)
            search.And($"zone = {search.Parameter(question.Zone)}");
        // '0' follows '/' in ASCII: all names that begin with the organisation and a slash.
        if (question.Organisation.Length > 0)
            search.And($"vehicle >= {search.Parameter(question.Organisation + "/")} AND vehicle < {search.Parameter(question.Organisation + "0")}");
        if (question.Vehicles.Count > 0)
            search.And($"vehicle IN ({string.Join(", ", question.Vehicles.Select(search.Parameter))})");
        var each = LengthClass.Each(search, LengthClasses, "enter", question.From, question.After is { } after ? (after.Enter, Behind(search, after)) : null);
        return search.Command(connection, $"SELECT {Columns} FROM visit", $"ORDER BY enter, vehicle, zone, map LIMIT {search.Parameter(question.Limit)}", [.. each]);
    }

    private static string Behind(SearchText search, StoredVisit after) =>
        $"(enter, vehicle, zone, map) > ({search.Parameter(after.Enter)}, {search.Parameter(after.Vehicle)}, {search.Parameter(after.Zone)}, {search.Parameter(after.Map)})";
}
