using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Site.Rules;

/// <summary>What the rules look at: a site at one moment.</summary>
/// <param name="map">The zones.</param>
/// <param name="vehicles">All that are known; cleared ones are left out.</param>
/// <param name="bookings">Those that hold.</param>
/// <param name="now">Unix nanoseconds on the server's clock.</param>
/// <param name="before">The conditions that held in the scene before: these end by their second limit.</param>
internal sealed class Scene(Map map, IEnumerable<VehiclePresence> vehicles, IReadOnlyList<Booking> bookings, long now, IReadOnlySet<AlarmKey> before)
{
    private readonly ILookup<(AlarmKind Kind, VehicleName? Vehicle), AlarmKey> heldBy = before
        .Where(key => key.Zone is { } zone && key.Vehicle is not null && map.Find(zone) is not null).ToLookup(key => (key.Kind, key.Vehicle));

    private readonly ILookup<string, Booking> byZone = bookings.SelectMany(booking => booking.Zones, (booking, zone) => (zone, booking)).ToLookup(one => one.zone, one => one.booking);

    public Map Map => map;

    /// <summary>Whose place can be judged: not those that are known by late fixes alone.</summary>
    public IReadOnlyList<VehiclePresence> Vehicles { get; } = [.. vehicles.Where(vehicle => vehicle is { Cleared: null, IsLateOnly: false })];

    /// <summary>Known by late fixes alone: nothing of where they are is judged.</summary>
    public IReadOnlyList<VehiclePresence> LateOnly { get; } = [.. vehicles.Where(vehicle => vehicle is { Cleared: null, IsLateOnly: true })];

    /// <summary>Whether anything is booked.</summary>
    public bool HasBookings => bookings.Count > 0;

    public long Now => now;

    /// <summary>The pairs of vehicles of which a condition held before, each once.</summary>
    public IReadOnlyCollection<(VehicleName One, VehicleName Two)> HeldPairs { get; } =
        [.. before.Where(key => key is { Vehicle: not null, Other: not null }).Select(key => (key.Vehicle!.Value, key.Other!.Value)).Distinct()];

    /// <summary>Whether this very condition held before.</summary>
    public bool HeldBefore(AlarmKey key) => before.Contains(key);

    /// <summary>
    /// The key of what a vehicle does wherever it is: the zone in which it began, as long as that is on the map, so that driving from zone to zone neither
    /// ends the condition nor starts its on-delay anew.
    /// </summary>
    public AlarmKey KeyOf(AlarmKind kind, VehiclePresence vehicle, Zone zone) =>
        heldBy[(kind, vehicle.Vehicle)].Append(new AlarmKey(kind, zone.Name, vehicle.Vehicle)).First();

    /// <summary>The zones that a vehicle may be accused of being in: it surely is, or it was accused of it before it came in doubt and may still be.</summary>
    public IEnumerable<Zone> ZonesFor(AlarmKind accusation, VehiclePresence vehicle) => vehicle.Zones
        .Where(presence => IsSure(presence.State, vehicle, new AlarmKey(accusation, presence.Zone.Name, vehicle.Vehicle)))
        .Select(presence => presence.Zone);

    /// <summary>Whether a state is sure enough for an accusation: a doubt makes every zone uncertain though nothing moved, and does not end what held.</summary>
    public bool IsSure(ZoneState state, VehiclePresence vehicle, AlarmKey accusation) =>
        state == ZoneState.In || (state == ZoneState.Uncertain && IsInDoubt(vehicle) && HeldBefore(accusation));

    /// <summary>
    /// Whether an accusation may hold of a vehicle. While it is silent, or its place is in doubt, it is neither newly accused nor let off: what held before may
    /// go on.
    /// </summary>
    public bool MayBegin(VehiclePresence vehicle, AlarmKey key) => HeldBefore(key) || !IsInDoubt(vehicle);

    /// <summary>The bookings, by others than this vehicle's organisation, that have this zone, or one it is part of, for themselves.</summary>
    public IEnumerable<Booking> ExclusiveOfOthers(VehiclePresence vehicle, Zone zone) => !HasBookings
        ? []
        : map.Wholes(zone.Name).SelectMany(whole => byZone[whole], (whole, booking) => (whole, booking))
            .Where(one => one.booking.Organisation != vehicle.Vehicle.Organisation && (one.booking.IsExclusive || map.Find(one.whole) is { IsExclusive: true }))
            .Select(one => one.booking).Distinct();

    /// <summary>The bookings that are for a vehicle and have this zone, or one it is part of.</summary>
    public IEnumerable<Booking> BookingsOf(VehiclePresence vehicle, Zone zone) => !HasBookings
        ? []
        : map.Wholes(zone.Name).SelectMany(whole => byZone[whole]).Where(booking => booking.IsFor(vehicle.Vehicle));

    private static bool IsInDoubt(VehiclePresence vehicle) => vehicle.IsStale || vehicle.Doubts != VehicleDoubts.None;
}
