using System.Text.Json;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Bookings as they are; what people did with them is in the audit.</summary>
public sealed class BookingTable : IDisposable
{
    private const string Columns = "id, version, organisation, from_time, to_time, zones, vehicles, exclusive, purpose, cancelled_at";

    private readonly SiteConnection site;
    private readonly SqliteCommand put;

    internal BookingTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare($"INSERT OR REPLACE INTO booking ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 10);
    }

    /// <summary>The version of the newest change, and the last id that was given; 0 before the first.</summary>
    public (long Version, long LastId) Newest =>
        site.Read(() => site.Connection.Rows("SELECT coalesce(max(version), 0), coalesce(max(id), 0) FROM booking", row => (row.GetInt64(0), row.GetInt64(1))).Single());

    /// <summary>Stores a booking in the place of what was known of it.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Put(StoredBooking booking) => site.Write(() => put.With(
        booking.Id, booking.Version, booking.Organisation, booking.From, booking.To, JsonSerializer.Serialize(booking.Zones), JsonSerializer.Serialize(booking.Vehicles),
        booking.IsExclusive, booking.Purpose, booking.CancelledAt).ExecuteNonQuery());

    /// <summary>Bookings by start and id.</summary>
    public IReadOnlyList<StoredBooking> Find(BookingQuestion question) => site.Read(() =>
    {
        using var command = Command(question);
        return command.Rows(row => new StoredBooking(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))
        {
            Zones = List(row.GetString(5)), Vehicles = List(row.GetString(6)), IsExclusive = row.GetBoolean(7), Purpose = row.GetString(8),
            CancelledAt = row.IsDBNull(9) ? null : row.GetInt64(9),
        });
    });

    /// <inheritdoc/>
    public void Dispose() => put.Dispose();

    private SqliteCommand Command(BookingQuestion question)
    {
        var search = new SearchText();
        search.And($"to_time > {search.Parameter(question.From)} AND from_time < {search.Parameter(question.To)}");
        if (question.Organisation.Length > 0)
            search.And($"organisation = {search.Parameter(question.Organisation)}");
        if (!question.WithCancelled)
            search.And("cancelled_at IS NULL");
        if (question.After is { } after)
            search.And($"(from_time, id) > ({search.Parameter(after.From)}, {search.Parameter(after.Id)})");
        return search.Command(site.Connection, $"SELECT {Columns} FROM booking", $"ORDER BY from_time, id LIMIT {search.Parameter(question.Limit)}");
    }

    private static string[] List(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
