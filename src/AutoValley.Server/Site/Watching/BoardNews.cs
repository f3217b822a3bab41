using AutoValley.Site;
using AutoValley.Site.Occupancy;

namespace AutoValley.Server.Site.Watching;

/// <summary>What a watcher has not seen yet.</summary>
/// <param name="Version">Of the board with it.</param>
/// <param name="SinceVersion">Of the board before it; null for all there is.</param>
/// <param name="Map">Whose zones these are; null while no map is active.</param>
/// <param name="MapVersion">Its version; 0 for none.</param>
/// <param name="FellBehind">All there is, because the watcher was too slow for changes.</param>
/// <param name="Presences">Each vehicle once.</param>
internal sealed record BoardNews(long Version, long? SinceVersion, Map? Map, int MapVersion, bool FellBehind, IReadOnlyList<VehiclePresence> Presences);
