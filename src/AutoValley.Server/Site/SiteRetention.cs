using AutoValley.Server.Maintenance;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Site;

/// <summary>
/// Takes visits, closed alarms and entries of the audit out of <c>site.db</c> that are older than they are to be kept, whole UTC days at once. What goes is counted, logged, and in the audit in the
/// transaction that it goes by.
/// </summary>
internal sealed class SiteRetention(SiteDatabase database, RetentionOptions options, SiteCounters counters, TimeProvider clock, ILogger<SiteRetention> log) : BackgroundService
{
    // Of a transaction, which checkpoints wait for.
    private const int RowsAtOnce = 2_000;

    private bool isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options is { VisitAge.Ticks: 0, AlarmAge.Ticks: 0, AuditAge.Ticks: 0 })
            return;
        using var timer = new PeriodicTimer(options.Interval, clock);
        do
            await Task.Run(() => Pass(stoppingToken), stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Takes away what is too old now; what fails is told once and tried again at the next pass.</summary>
    internal void Pass(CancellationToken cancellation)
    {
        try
        {
            Remove(new Kind(RetentionTable.Visits, "ended", options.VisitAge, database.Visits.RemoveEndedBefore, counters.AddOldVisits), cancellation);
            Remove(new Kind("alarms", "were closed", options.AlarmAge, database.Alarms.RemoveClosedBefore, counters.AddOldAlarms), cancellation);
            Remove(new Kind("audit", "were made", options.AuditAge, database.Audit.RemoveBefore, counters.AddOldAudit), cancellation);
            isFailing = false;
        }
        catch (StoreUnavailableException unavailable)
        {
            if (!isFailing)
                log.SiteRetentionFailed(unavailable);
            isFailing = true;
        }
    }

    // What is gone is counted with its transaction, and logged also when a later one fails.
    private void Remove(Kind kind, CancellationToken cancellation)
    {
        if (kind.Age == TimeSpan.Zero)
            return;
        var now = UnixTime.Now(clock);
        var (oldest, all, last) = (now - (kind.Age.Ticks * TimeSpan.NanosecondsPerTick), 0, RowsAtOnce);
        var day = UnixTime.DayOf(oldest) * UnixTime.NanosPerDay;
        try
        {
            while (last == RowsAtOnce && !cancellation.IsCancellationRequested)
            {
                last = database.InTransaction(() =>
                {
                    var removed = kind.Remove(day, RowsAtOnce);
                    if (removed == 0)
                        return 0;
                    database.Retention.Note(kind.Name, day);
                    database.Audit.Add(new AuditEntry(0, now, "", "retention", kind.Name, $"{removed} that {kind.Verb} before {UnixTime.ToText(day)} are gone"));
                    return removed;
                });
                kind.Count(last);
                all += last;
            }
        }
        finally
        {
            if (all > 0)
                log.SiteRetentionPassed(kind.Name, all, UnixTime.ToText(day));
        }
    }

    private readonly record struct Kind(string Name, string Verb, TimeSpan Age, Func<long, int, int> Remove, Action<int> Count);
}
