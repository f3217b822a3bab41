using AutoValley.Telemetry;

namespace AutoValley.Site.Bookings;

/// <summary>An organisation's right to zones for a time. Immutable.</summary>
/// <param name="Id">1, 2, 3… in the order of booking; never given twice.</param>
/// <param name="Organisation">Whose right it is.</param>
/// <param name="Zones">Names of zones; what is part of one is booked with it. In ordinal order, each once.</param>
/// <param name="From">Unix nanoseconds.</param>
/// <param name="To">Unix nanoseconds, not included.</param>
public sealed record Booking(long Id, string Organisation, IReadOnlyList<string> Zones, long From, long To)
{
    /// <summary>The vehicles it is for; empty for all of the organisation.</summary>
    public IReadOnlyList<VehicleName> Vehicles { get; init; } = [];

    /// <summary>Whether nobody else may be there, also where the zone itself is shared.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>What for; free text.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>When it was cancelled, Unix nanoseconds; null while it is not.</summary>
    public long? CancelledAt { get; init; }

    /// <summary>When the right ends: <see cref="To"/>, or earlier where it was cancelled; never before <see cref="From"/>.</summary>
    public long End => CancelledAt is { } cancelled ? Math.Clamp(cancelled, From, To) : To;

    /// <summary>Whether the right holds at a time.</summary>
    public bool HoldsAt(long time) => From <= time && time < End;

    /// <summary>Whether it is for this vehicle.</summary>
    public bool IsFor(VehicleName vehicle) =>
        vehicle.Organisation == Organisation && (Vehicles.Count == 0 || Vehicles.Contains(vehicle));

    /// <summary>Whether being in a zone is within the right: it is booked, or part of a zone that is.</summary>
    public bool Covers(Map map, string zone) => Zones.Any(booked => map.IsWithin(zone, booked));
}
