using AutoValley.Server.Site.Bookings;
using AutoValley.Server.Site.Judging;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Site.Rules;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Site.Alarms;

/// <summary>
/// The site's alarms: rules judged by the site's thread, what persons do, and who watches. A transition is durable before anybody is told; one that cannot be stored
/// has not happened, and the next judgement proposes it again. Safe for concurrent use.
/// </summary>
internal sealed class SiteAlarms : ISiteRules
{
    // An agent that started anew, or an order that was lost on the way, must not leave a driver without a warning.
    private static readonly long RenewalNanos = 10 * UnixTime.NanosPerSecond;

    private readonly Lock gate = new();
    private readonly VersionSignal changed = new();
    private readonly SiteDatabase database;
    private readonly SiteBookings bookings;
    private readonly IDriverWarnings warnings;
    private readonly ILogger<SiteAlarms> log;
    private readonly AlarmBook book;
    private readonly SiteRules rules;
    private long judgedAt;
    private long renewedAt;
    private bool isFailing;
    private int watchers;

    public SiteAlarms(SiteDatabase database, SiteOptions options, SiteBookings bookings, IDriverWarnings warnings, ILogger<SiteAlarms> log)
    {
        (this.database, this.bookings, this.warnings, this.log) = (database, bookings, warnings, log);
        book = new AlarmBook(options.Alarms, Load(database, options.Alarms));
        rules = new SiteRules(options.Rules, book.Alarms.Where(alarm => alarm.IsHolding).Select(alarm => alarm.Key));
    }

    /// <summary>How they stand.</summary>
    public AlarmStatus Status
    {
        get
        {
            lock (gate)
            {
                var open = book.Alarms.Where(alarm => alarm.IsOpen).CountBy(alarm => alarm.Severity).ToDictionary();
                return new AlarmStatus(
                    [.. Enum.GetValues<AlarmSeverity>().Select(severity => open.GetValueOrDefault(severity))], book.NotRaised, book.Evicted, Volatile.Read(ref watchers), isFailing)
                {
                    NotCompared = rules.NotCompared,
                };
            }
        }
    }

    /// <summary>Conditions that wait for room.</summary>
    public int NotRaised
    {
        get
        {
            lock (gate)
                return book.NotRaised;
        }
    }

    /// <summary>Completes at the next change; take it before <see cref="After"/>.</summary>
    public Task Next => changed.Next;

    /// <inheritdoc/>
    public void Judge(SiteMoment moment)
    {
        IReadOnlyList<AlarmChange> changes;
        lock (gate)
        {
            var conditions = rules.Judge(moment.Map, moment.Presences, bookings.At(moment.Now), moment.Now);
            changes = book.Observe(conditions, moment.Now);
            // What cannot be stored has not happened; the warnings that drivers have go on.
            if (TryStore(changes))
                judgedAt = moment.Now;
            else
                changes = [];
        }
        Tell(changes);
        Renew(moment.Now, changes);
    }

    /// <summary>Carries out what a person does.</summary>
    /// <param name="propose">Asks the book.</param>
    /// <param name="words">What it is called in the audit.</param>
    /// <param name="by">Who.</param>
    /// <returns>What became of it, and the alarm after it; null unless done.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored; nothing has changed.</exception>
    public (AlarmOutcome Outcome, Alarm? Alarm) Act(Func<AlarmBook, (AlarmOutcome Outcome, AlarmChange? Change)> propose, string words, PersonAction by)
    {
        AlarmChange change;
        lock (gate)
        {
            var (outcome, proposed) = propose(book);
            if (proposed is null)
                return (outcome, null);
            change = proposed;
            database.InTransaction(() =>
            {
                database.Alarms.Put([AlarmRows.Of(change)]);
                return database.Audit.Add(new AuditEntry(0, by.Time, by.Person, words, FormattableString.Invariant($"alarm {change.Alarm.Id}"), by.Note));
            });
            book.Apply(change);
        }
        Tell([change]);
        return (AlarmOutcome.Done, change.Alarm);
    }

    /// <summary>What changed after a version; all open alarms where that is not known any more, and for version -1.</summary>
    public AlarmNews After(long version)
    {
        lock (gate)
        {
            var isSnapshot = version < 0 || version < book.ForgottenVersion;
            var alarms = book.Alarms.Where(alarm => isSnapshot ? alarm.IsOpen : alarm.Version > version).OrderBy(alarm => alarm.Version);
            return new AlarmNews(book.Version, isSnapshot, version == book.Version ? [] : [.. alarms], book.NotRaised, judgedAt);
        }
    }

    /// <summary>An alarm as the disk has it, with what was found of it since its newest transition.</summary>
    public Alarm WithNewest(Alarm stored)
    {
        lock (gate)
            return book.Find(stored.Id) is { } known ? stored with { Worst = known.Worst, Latest = known.Latest } : stored;
    }

    /// <summary>Counts a watcher in; false when there are too many.</summary>
    public bool TryEnter(int maximum)
    {
        if (Interlocked.Increment(ref watchers) <= maximum)
            return true;
        Leave();
        return false;
    }

    /// <summary>Counts a watcher out.</summary>
    public void Leave() => Interlocked.Decrement(ref watchers);

    private bool TryStore(IReadOnlyList<AlarmChange> changes)
    {
        try
        {
            if (changes.Count > 0)
                database.Alarms.Put(changes.Select(AlarmRows.Of));
            foreach (var change in changes)
                book.Apply(change);
            isFailing = false;
            return true;
        }
        catch (StoreUnavailableException unavailable)
        {
            if (!isFailing)
                log.AlarmsNotStored(changes.Count, unavailable);
            isFailing = true;
            return false;
        }
    }

    private void Tell(IReadOnlyList<AlarmChange> changes)
    {
        if (changes.Count == 0)
            return;
        changed.Fire();
        foreach (var (alarm, transition) in changes.Select(change => (change.Alarm, change.Transition)))
        {
            if (!AlarmKinds.ConcernsDriver(alarm.Key.Kind) || transition.Action is AlarmAction.Extend or AlarmAction.Acknowledge or AlarmAction.Reset or AlarmAction.Evict)
                continue;
            Warn(alarm);
        }
    }

    private void Renew(long now, IReadOnlyList<AlarmChange> told)
    {
        if (Math.Abs(now - renewedAt) < RenewalNanos)
            return;
        renewedAt = now;
        Alarm[] shown;
        lock (gate)
            shown = [.. book.Alarms.Where(alarm => AlarmKinds.ConcernsDriver(alarm.Key.Kind) && alarm.State is (AlarmState.Raised or AlarmState.Acknowledged))];
        foreach (var alarm in shown.ExceptBy(told.Select(change => change.Alarm.Id), alarm => alarm.Id))
            Warn(alarm);
    }

    private void Warn(Alarm alarm)
    {
        foreach (var vehicle in new[] { alarm.Key.Vehicle, alarm.Key.Other })
        {
            if (vehicle is { } name)
                warnings.Warn(name, AlarmView.Of(alarm, name.Organisation)!.Alarm);
        }
    }

    private static AlarmBookSnapshot Load(SiteDatabase database, AlarmOptions options)
    {
        var open = database.Alarms.Find(new AlarmQuestion { OpenOnly = true, Limit = int.MaxValue, Transitions = options.MaximumTransitions });
        var closed = database.Alarms.Find(new AlarmQuestion { ClosedOnly = true, Limit = options.MaximumClosed, Transitions = options.MaximumTransitions });
        return new AlarmBookSnapshot(database.Alarms.Version, database.Alarms.LastId, [.. open.Concat(closed).Select(AlarmRows.Read)], [], []);
    }
}
