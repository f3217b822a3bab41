namespace AutoValley.Site.Bookings;

/// <summary>A step in a booking's life, as it goes into the audit list. Nothing has happened until it is applied.</summary>
/// <param name="Version">Of the book; one more than the change before it, of whatever booking.</param>
/// <param name="Booking">As it is after the change.</param>
/// <param name="Action">What was done.</param>
/// <param name="Time">When, Unix nanoseconds on the server's clock.</param>
/// <param name="Person">Who.</param>
/// <param name="Note">What the person wrote; empty for nothing.</param>
public sealed record BookingChange(long Version, Booking Booking, BookingAction Action, long Time, string Person, string Note);
