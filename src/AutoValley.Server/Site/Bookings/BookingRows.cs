using AutoValley.Site.Bookings;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Bookings;

/// <summary>Bookings as <c>site.db</c> has them, and back.</summary>
internal static class BookingRows
{
    public static StoredBooking Of(BookingChange change) => new(change.Booking.Id, change.Version, change.Booking.Organisation, change.Booking.From, change.Booking.To)
    {
        Zones = change.Booking.Zones, Vehicles = [.. change.Booking.Vehicles.Select(vehicle => vehicle.ToString())], IsExclusive = change.Booking.IsExclusive,
        Purpose = change.Booking.Purpose, CancelledAt = change.Booking.CancelledAt,
    };

    /// <exception cref="StoreException">A vehicle's name is none.</exception>
    public static Booking Read(StoredBooking row) => new(row.Id, row.Organisation, row.Zones, row.From, row.To)
    {
        Vehicles = [.. row.Vehicles.Select(Vehicle)], IsExclusive = row.IsExclusive, Purpose = row.Purpose, CancelledAt = row.CancelledAt,
    };

    private static VehicleName Vehicle(string text) => VehicleName.TryParse(text, out var name)
        ? name
        : throw new StoreException($"{SiteDatabase.FileName}: a booking names the vehicle '{text}'");
}
