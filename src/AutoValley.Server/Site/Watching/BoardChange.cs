using AutoValley.Site.Occupancy;

namespace AutoValley.Server.Site.Watching;

/// <summary>What became of some vehicles at once.</summary>
/// <param name="Version">One more than the change before it.</param>
/// <param name="Presences">What is known of each of them now; a cleared one is on the display no more.</param>
internal sealed record BoardChange(long Version, IReadOnlyList<VehiclePresence> Presences);
