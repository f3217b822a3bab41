using AutoValley.Site;
using AutoValley.Site.Occupancy;

namespace AutoValley.Server.Site.Judging;

/// <summary>Who decides something by who is where, in the site's thread: after changes and at each tick, never on batches of before the start.</summary>
internal interface ISiteRules
{
    /// <summary>What is so now. It must not wait for anything but the disk.</summary>
    void Judge(SiteMoment moment);
}

/// <summary>Who is where at a moment.</summary>
/// <param name="Map">The active map.</param>
/// <param name="MapVersion">Its version.</param>
/// <param name="Presences">All vehicles that were seen, cleared ones too.</param>
/// <param name="Now">The server's clock, Unix nanoseconds.</param>
internal sealed record SiteMoment(Map Map, int MapVersion, IReadOnlyList<VehiclePresence> Presences, long Now);
