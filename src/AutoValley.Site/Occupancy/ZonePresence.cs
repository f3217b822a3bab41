namespace AutoValley.Site.Occupancy;

/// <summary>A zone that a vehicle occupies.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="State">Never <see cref="ZoneState.Out"/>.</param>
/// <param name="Since">Event time of the fix from which the zone is occupied without a break.</param>
public readonly record struct ZonePresence(Zone Zone, ZoneState State, long Since);
