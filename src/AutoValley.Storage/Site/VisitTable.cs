using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Visits, told apart by vehicle, zone, enter time and map.</summary>
public sealed class VisitTable : IDisposable
{
    private readonly SiteConnection site;
    private readonly SqliteCommand put;
    private readonly SqliteCommand remove;

    internal VisitTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare("INSERT OR REPLACE INTO visit (vehicle, zone, enter, last, leave, samples, late, map) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", 8);
        remove = site.Connection.Prepare("DELETE FROM visit WHERE vehicle = $1 AND zone = $2 AND enter = $3 AND map = $4", 4);
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

    /// <summary>Visits by enter time, vehicle, zone and map.</summary>
    public IReadOnlyList<StoredVisit> Find(VisitQuestion question) => site.Read(() =>
    {
        using var command = VisitSearch.Command(site.Connection, question);
        using var rows = command.ExecuteReader();
        List<StoredVisit> visits = [];
        while (rows.Read())
        {
            visits.Add(new StoredVisit(
                rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), rows.IsDBNull(4) ? null : rows.GetInt64(4), rows.GetInt64(5),
                rows.GetBoolean(6), rows.GetInt32(7)));
        }
        return visits;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        put.Dispose();
        remove.Dispose();
    }
}
