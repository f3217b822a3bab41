using System.Text.Json;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Bookings as they are; what people did with them is in the audit.</summary>
public sealed class BookingTable : IDisposable
{
    private const int LengthClasses = 3;

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
        site.Read(connection => connection.Rows("SELECT coalesce(max(version), 0), coalesce(max(id), 0) FROM booking", row => (row.GetInt64(0), row.GetInt64(1))).Single());

    /// <summary>Stores a booking in the place of what was known of it.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Put(StoredBooking booking) => site.Write(() => put.With(
        booking.Id, booking.Version, booking.Organisation, booking.From, booking.To, JsonSerializer.Serialize(booking.Zones), JsonSerializer.Serialize(booking.Vehicles),
        booking.IsExclusive, booking.Purpose, booking.CancelledAt).ExecuteNonQuery());

    /// <summary>Bookings by start and id.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public IReadOnlyList<StoredBooking> Find(BookingQuestion question) => site.Read(connection =>
    {
        using var command = Command(connection, question);
        return command.Rows(row => new StoredBooking(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))
        {
            Zones = List(row.GetString(5)), Vehicles = List(row.GetString(6)), IsExclusive = row.GetBoolean(7), Purpose = row.GetString(8),
            CancelledAt = row.IsDBNull(9) ? null : row.GetInt64(9),
        });
    });

    /// <inheritdoc/>
    public void Dispose() => put.Dispose();

    /// <summary>The question in SQL.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, BookingQuestion question)
    {
        var search = new SearchText();
        search.And($"to_time > {search.Parameter(question.From)} AND from_time < {search.Parameter(question.To)}");
        if (question.Organisation.Length > 0)
            search.And($"organisation = {search.Parameter(question.Organisation)}");
        if (!question.WithCancelled)
            search.And("cancelled_at IS NULL");
        var each = LengthClass.Each(search, LengthClasses, "from_time", question.From, question.After is { } after ? (after.From, Behind(search, after)) : null);
        return search.Command(connection, $"SELECT {Columns} FROM booking", $"ORDER BY from_time, id LIMIT {search.Parameter(question.Limit)}", [.. each]);
    }

    private static string Behind(SearchText search, (long From, long Id) after) => $"(from_time, id) > ({search.Parameter(after.From)}, {search.Parameter(after.Id)})";

    private static string[] List(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
