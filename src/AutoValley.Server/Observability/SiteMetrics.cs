using System.Globalization;
using System.Text;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Server.Observability;

/// <summary>The site's part of <see cref="PrometheusText"/>.</summary>
internal static class SiteMetrics
{
    private static readonly string[] Severities = ["low", "medium", "high", "critical"];

    public static void Add(StringBuilder text, SiteSnapshot site)
    {
        PrometheusText.Add(text, "autovalley_site_lag_seconds", "gauge", "Age of the oldest durable batch that occupancy does not know yet.", site.LagNanos / (double)UnixTime.NanosPerSecond);
        PrometheusText.Add(text, "autovalley_site_watchers", "gauge", "Who watches the occupancy.", site.Watchers);
        PrometheusText.Add(text, "autovalley_site_watchers_behind_total", "counter", "Times that a watcher was too slow and got a new snapshot.", site.Counters.FellBehind);
        PrometheusText.Add(text, "autovalley_site_batches_total", "counter", "Batches that were judged.", site.Counters.Batches);
        PrometheusText.Add(text, "autovalley_site_batches_unreadable_total", "counter", "Batches whose position signals could not be decoded.", site.Counters.Unreadable);
        PrometheusText.Add(text, "autovalley_site_latitudes_unpaired_total", "counter", "Latitudes without a longitude.", site.Counters.Unpaired);
        PrometheusText.Add(text, "autovalley_site_failures_total", "counter", "Failures that the site went on behind.", site.Counters.Failures);
        PrometheusText.Head(text, "autovalley_site_late_spans_total", "counter", "Spans with fixes that came late, by what the record has of them.");
        foreach (var (outcome, count) in new[] { ("judged", site.Counters.Rejudged), ("too_many", site.Counters.NotRejudged), ("fixes_missing", site.Counters.FixesMissing) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_site_late_spans_total{{outcome=\"{outcome}\"}} {count}\n");
        PrometheusText.Head(text, "autovalley_site_retention_deleted_total", "counter", "Rows of the site that retention deleted.");
        foreach (var (what, count) in new[] { ("visits", site.Counters.OldVisits), ("alarms", site.Counters.OldAlarms), ("audit", site.Counters.OldAudit) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_site_retention_deleted_total{{what=\"{what}\"}} {count}\n");
        Add(text, site.Alarms);
        if (site.Fixes is not { } fixes)
            return;
        PrometheusText.Head(text, "autovalley_site_fixes_total", "counter", "Fixes of vehicles, by what became of them.");
        foreach (var verdict in Enum.GetValues<FixVerdict>())
            text.Append(CultureInfo.InvariantCulture, $"autovalley_site_fixes_total{{verdict=\"{NameOf(verdict)}\"}} {fixes[verdict]}\n");
    }

    private static void Add(StringBuilder text, AlarmStatus alarms)
    {
        PrometheusText.Head(text, "autovalley_site_alarms_open", "gauge", "Alarms that are not closed, by severity.");
        foreach (var (severity, count) in Severities.Zip(alarms.Open))
            text.Append(CultureInfo.InvariantCulture, $"autovalley_site_alarms_open{{severity=\"{severity}\"}} {count}\n");
        PrometheusText.Add(text, "autovalley_site_alarms_not_raised", "gauge", "Conditions that have no alarm, as there are as many as may be.", alarms.NotRaised);
        PrometheusText.Add(text, "autovalley_site_pairs_not_compared", "gauge", "Pairs of near vehicles that are not looked at, as there are as many as may be; at most.", alarms.NotCompared);
        PrometheusText.Add(text, "autovalley_site_alarms_evicted_total", "counter", "Alarms that were closed to make room.", alarms.Evicted);
        PrometheusText.Add(text, "autovalley_site_alarm_watchers", "gauge", "Who watches the alarms.", alarms.Watchers);
        PrometheusText.Head(text, "autovalley_site_driver_warnings_total", "counter", "Warnings for drivers, by whether they were handed over.");
        foreach (var (outcome, count) in new[] { ("sent", alarms.WarningsSent), ("unsent", alarms.WarningsUnsent) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_site_driver_warnings_total{{outcome=\"{outcome}\"}} {count}\n");
    }

    private static string NameOf(FixVerdict verdict) => verdict switch
    {
        FixVerdict.Taken => "taken",
        FixVerdict.Late => "late",
        FixVerdict.NotFinite => "not_finite",
        FixVerdict.FarAway => "far_away",
        FixVerdict.Jump => "jump",
        _ => "too_many_vehicles",
    };
}
