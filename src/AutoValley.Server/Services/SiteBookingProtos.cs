using AutoValley.Server.Refusals;
using AutoValley.Site.Bookings;
using AutoValley.Telemetry;
using Booking = AutoValley.Site.Bookings.Booking;
using BookingCollision = AutoValley.Site.Bookings.BookingCollision;

namespace AutoValley.Server.Services;

/// <summary>Bookings as protos, and back.</summary>
internal static class SiteBookingProtos
{
    public static V1.Booking Of(Booking booking)
    {
        var proto = new V1.Booking
        {
            Id = (ulong)booking.Id, Organisation = booking.Organisation, FromTime = booking.From, ToTime = booking.To, Exclusive = booking.IsExclusive,
            Purpose = booking.Purpose,
        };
        proto.Zones.AddRange(booking.Zones);
        proto.Vehicles.AddRange(booking.Vehicles.Select(vehicle => vehicle.ToString()));
        if (booking.CancelledAt is { } cancelled)
            proto.CancelTime = cancelled;
        return proto;
    }

    public static V1.BookingCollision Of(BookingCollision collision)
    {
        var (booking, other) = (collision.Booking, collision.Other ?? collision.Booking);
        var proto = new V1.BookingCollision
        {
            Booking = (ulong)booking.Id, Organisation = booking.Organisation, Other = (ulong)(collision.Other?.Id ?? 0), OtherOrganisation = collision.Other?.Organisation ?? "",
            FromTime = Math.Max(booking.From, other.From), ToTime = Math.Min(booking.End, other.End),
        };
        proto.Zones.AddRange(collision.Zones);
        return proto;
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: there is none, or a vehicle's name is none.</exception>
    public static BookingDraft Read(V1.Booking? proto) => proto is null
        ? throw Refusal.Invalid("booking", "the booking is missing")
        : new BookingDraft(proto.Organisation, proto.Zones, proto.FromTime, proto.ToTime)
        {
            Vehicles = [.. proto.Vehicles.Select(Vehicle)], IsExclusive = proto.Exclusive, Purpose = proto.Purpose,
        };

    private static VehicleName Vehicle(string text) => VehicleName.TryParse(text, out var name)
        ? name
        : throw Refusal.Invalid("booking.vehicles", $"'{text}' is no vehicle: organisation/vehicle");
}
