using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Server.Site.Watching;
using AutoValley.Telemetry;

namespace AutoValley.Server.Observability;

/// <summary>Collects the site's own state.</summary>
internal sealed class SiteStatus(SiteRoom room, OccupancyBoard board, SiteCounters counters, SiteOptions options, SiteAlarms alarms, DriverWarnings drivers)
{
    /// <summary>The state now.</summary>
    public SiteSnapshot Get() => new(room.LagNanos, board.Watchers, counters, room.Counts)
    {
        Alarms = alarms.Status with { WarningsSent = drivers.Sent, WarningsUnsent = drivers.Unsent },
    };

    /// <summary>What somebody should look at: each a sentence for people.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (room.LagNanos is var lag && lag > options.LagWarning.Ticks * TimeSpan.NanosecondsPerTick)
                yield return FormattableString.Invariant($"the occupancy is {lag / (double)UnixTime.NanosPerSecond:F1} s behind the vehicles' batches");
            var status = alarms.Status;
            if (status.NotRaised > 0)
                yield return FormattableString.Invariant($"{status.NotRaised} conditions have no alarm, as there are as many as may be");
            if (status.NotCompared > 0)
                yield return FormattableString.Invariant($"up to {status.NotCompared} pairs of near vehicles are not looked at, as there are as many as may be");
            if (status.IsFailing)
                yield return "alarms cannot be stored, and nobody is told of new ones";
        }
    }
}
