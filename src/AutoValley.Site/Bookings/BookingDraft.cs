using AutoValley.Telemetry;

namespace AutoValley.Site.Bookings;

/// <summary>What somebody asks for. See <see cref="Booking"/> for what the members mean.</summary>
public sealed record BookingDraft(string Organisation, IReadOnlyList<string> Zones, long From, long To)
{
    /// <summary>The vehicles it is for; empty for all of the organisation.</summary>
    public IReadOnlyList<VehicleName> Vehicles { get; init; } = [];

    /// <summary>Whether nobody else may be there.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>What for.</summary>
    public string Purpose { get; init; } = "";

    internal Booking ToBooking(long id) => new(id, Organisation, [.. Zones.Distinct().Order(StringComparer.Ordinal)], From, To)
    {
        Vehicles = [.. Vehicles.Distinct()], IsExclusive = IsExclusive, Purpose = Purpose,
    };
}
