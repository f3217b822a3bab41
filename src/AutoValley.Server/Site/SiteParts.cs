using AutoValley.Server.Site.Judging;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Site;

/// <summary>What the site's room works with.</summary>
/// <param name="Options">How it judges.</param>
/// <param name="Counters">What it counts.</param>
/// <param name="Rules">Who decides by who is where.</param>
/// <param name="Clock">The server's.</param>
/// <param name="Log">Where failures are told.</param>
internal sealed record SiteParts(SiteOptions Options, SiteCounters Counters, IEnumerable<ISiteRules> Rules, TimeProvider Clock, ILogger<SiteParts> Log);
