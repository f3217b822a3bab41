using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Bookings;

/// <summary>A booking's columns.</summary>
internal static class BookingFields
{
    public static IReadOnlyList<(string Name, Cell Value)> Of(Booking booking) =>
    [
        ("id", booking.Id), ("organisation", booking.Organisation), ("zones", string.Join(", ", booking.Zones)), ("from", Cell.TimeOrMissing(booking.FromTime)),
        ("to", Cell.TimeOrMissing(booking.ToTime)), ("vehicles", string.Join(' ', booking.Vehicles)), ("exclusive", booking.Exclusive), ("purpose", booking.Purpose),
        ("cancelled", booking.HasCancelTime ? Cell.Time(booking.CancelTime) : default),
    ];
}
