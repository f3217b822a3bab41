namespace AutoValley.Site.Occupancy;

/// <summary>
/// What one fix, one tick or one person changed of one vehicle: a zone's state, the outside, doubts, silence, clearance, description. A fix that only
/// moves the vehicle within its zones is none.
/// </summary>
/// <param name="Version">One more than the change before it, over all vehicles.</param>
/// <param name="Time">By the server's clock, Unix nanoseconds.</param>
/// <param name="Presence">All that is known of the vehicle from now on.</param>
/// <param name="Zones">The zones whose state changed; empty when none did.</param>
public sealed record OccupancyChange(long Version, long Time, VehiclePresence Presence, IReadOnlyList<ZoneChange> Zones);
