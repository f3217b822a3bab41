using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>What the rules look at: a site at one moment.</summary>
/// <param name="map">The zones.</param>
/// <param name="vehicles">All that are known; cleared ones are left out.</param>
/// <param name="bookings">Those that hold.</param>
/// <param name="now">Unix nanoseconds on the server's clock.</param>
/// <param name="before">The conditions that held in the scene before: these end by their second limit.</param>
internal sealed class Scene(Map map, IEnumerable<VehiclePresence> vehicles, IReadOnlyList<Booking> bookings, long now, IReadOnlySet<AlarmKey> before)
{
    public Map Map => map;

    public IReadOnlyList<VehiclePresence> Vehicles { get; } = [.. vehicles.Where(vehicle => vehicle.Cleared is null)];

    public IReadOnlyList<Booking> Bookings => bookings;

    public long Now => now;

    /// <summary>Whether this very condition held before.</summary>
    public bool HeldBefore(AlarmKey key) => before.Contains(key);

    /// <summary>The zones that a vehicle may be accused of being in: it surely is.</summary>
    public static IEnumerable<Zone> SureZones(VehiclePresence vehicle) =>
        vehicle.Zones.Where(presence => presence.State == ZoneState.In).Select(presence => presence.Zone);

    /// <summary>
    /// Whether an accusation may hold of a vehicle. While it is silent, or its place is in doubt, it is neither newly accused nor let off: what held before may
    /// go on.
    /// </summary>
    public bool MayBegin(VehiclePresence vehicle, AlarmKey key) => HeldBefore(key) || (!vehicle.IsStale && vehicle.Doubts == VehicleDoubts.None);

    /// <summary>The bookings, by others than this vehicle's organisation, that have this zone, or one it is part of, for themselves.</summary>
    public IEnumerable<Booking> ExclusiveOfOthers(VehiclePresence vehicle, Zone zone) => bookings.Where(booking =>
        booking.Organisation != vehicle.Vehicle.Organisation
        && booking.Zones.Any(booked => (booking.IsExclusive || map.Find(booked) is { IsExclusive: true }) && map.IsWithin(zone.Name, booked)));
}
