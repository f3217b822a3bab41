using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Occupancy;

namespace AutoValley.Server.Observability;

/// <summary>The site's state at one moment.</summary>
/// <param name="LagNanos">Age of the oldest batch that was not judged yet; 0 when all were.</param>
/// <param name="Watchers">Of the occupancy, now.</param>
/// <param name="Counters">Since the start.</param>
/// <param name="Fixes">What became of fixes, since the first map was activated; null while there is none.</param>
internal sealed record SiteSnapshot(long LagNanos, int Watchers, SiteCounters Counters, OccupancyCounts? Fixes)
{
    /// <summary>How the alarms stand.</summary>
    public required AlarmStatus Alarms { get; init; }
}
