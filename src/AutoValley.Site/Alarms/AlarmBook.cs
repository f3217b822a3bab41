namespace AutoValley.Site.Alarms;

/// <summary>
/// The alarms of a site by ISA-18.2: raised, acknowledged, cleared, latched, shelved, closed. A state machine without a clock: conditions and times come in, changes
/// go out.
/// <para>
/// It proposes and applies apart, so that a change can be made durable in between: <see cref="Observe"/> and the actions of persons return changes that have not
/// happened yet. Apply them in their order before the next question, or leave them: the next observation proposes again what still is to happen.
/// For one caller at a time.
/// </para>
/// </summary>
public sealed class AlarmBook
{
    private readonly AlarmOptions options;
    private readonly Dictionary<long, Alarm> alarms = [];
    private readonly Dictionary<AlarmKey, long> open = [];
    private readonly Queue<long> closed = [];
    private readonly ConditionTimers timers;
    private long lastId;

    /// <param name="options">Delays, severities, limits.</param>
    /// <param name="snapshot">What it held before; null for nothing. More closed alarms than may stay in memory leave.</param>
    public AlarmBook(AlarmOptions options, AlarmBookSnapshot? snapshot = null)
    {
        snapshot ??= AlarmBookSnapshot.Empty;
        this.options = options;
        (Version, lastId, timers) = (snapshot.Version, snapshot.LastId, new ConditionTimers(snapshot));
        foreach (var alarm in snapshot.Alarms.OrderBy(alarm => alarm.Version))
            Keep(alarm);
    }

    /// <summary>Of the newest transition; grows by one with each.</summary>
    public long Version { get; private set; }

    /// <summary>Conditions that should have an alarm and have none, as there are <see cref="AlarmOptions.MaximumOpen"/> and none of them can go; at the last observation.</summary>
    public int NotRaised { get; private set; }

    /// <summary>Alarms that were closed to make room, since the book was opened.</summary>
    public long Evicted { get; private set; }

    /// <summary>The newest version of an alarm that left memory: who knows the book up to an older one cannot be told by changes what became of all.</summary>
    public long ForgottenVersion { get; private set; }

    /// <summary>Open ones and the closed ones that are still in memory, in no order.</summary>
    public IReadOnlyCollection<Alarm> Alarms => alarms.Values;

    /// <summary>How many are open.</summary>
    public int OpenCount => open.Count;

    /// <summary>The alarm of that id, if it is in memory.</summary>
    public Alarm? Find(long id) => alarms.GetValueOrDefault(id);

    /// <summary>The open alarm of that key.</summary>
    public Alarm? Find(AlarmKey key) => open.TryGetValue(key, out var id) ? alarms[id] : null;

    private long MaximumShelfNanos => options.MaximumShelf.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>
    /// What changes now that exactly these conditions hold. What they find of open alarms is noted at once: it is in the next transition of each, and with that durable.
    /// </summary>
    /// <param name="holding">All of them; one that is not among them does not hold. Of two with one key the first counts.</param>
    /// <param name="now">Unix nanoseconds.</param>
    public IReadOnlyList<AlarmChange> Observe(IEnumerable<Condition> holding, long now)
    {
        var proposal = new AlarmProposal(options, Version, lastId, now);
        var room = new AlarmRoom(options.MaximumOpen - open.Count, Alarms);
        timers.Begin();
        NotRaised = 0;
        // All are seen before the first is judged: what holds is never closed to make room, wherever it stands.
        var seen = holding.Where(condition => options.Of(condition.Key.Kind).IsEnabled && timers.See(condition.Key)).ToArray();
        var going = GoneOn(seen);
        foreach (var condition in going)
            Note(condition);
        ProposeExpired(proposal);
        foreach (var condition in going)
            ProposeHolding(condition, proposal, room);
        timers.EndPending(options, now);
        ProposeGone(proposal);
        return proposal.Changes;
    }

    /// <summary>Proposes that a person acknowledges an alarm.</summary>
    public AlarmOutcome Acknowledge(long id, PersonAction action, out AlarmChange? change) => Propose(id, AlarmAction.Acknowledge, action, null, out change);

    /// <summary>Proposes that a person resets a latched alarm.</summary>
    public AlarmOutcome Reset(long id, PersonAction action, out AlarmChange? change) => Propose(id, AlarmAction.Reset, action, null, out change);

    /// <summary>Proposes that a person puts an alarm aside. One that is aside already gets the new time and reason.</summary>
    /// <param name="id">The alarm.</param>
    /// <param name="until">Unix nanoseconds; after now, and no further than <see cref="AlarmOptions.MaximumShelf"/>.</param>
    /// <param name="action">Who; the note is the reason, and must be there.</param>
    /// <param name="change">The change to apply when the outcome is Done.</param>
    public AlarmOutcome Shelve(long id, long until, PersonAction action, out AlarmChange? change)
    {
        change = null;
        if (string.IsNullOrWhiteSpace(action.Note))
            return AlarmOutcome.NoReason;
        if (until <= action.Time || until - action.Time > MaximumShelfNanos)
            return AlarmOutcome.BadUntil;
        return Propose(id, AlarmAction.Shelve, action, new Shelf(until, action.Person, action.Note), out change);
    }

    /// <summary>Proposes that a person takes an alarm back that was put aside.</summary>
    public AlarmOutcome Unshelve(long id, PersonAction action, out AlarmChange? change) => Propose(id, AlarmAction.Unshelve, action, null, out change);

    /// <summary>Carries a proposed change out.</summary>
    /// <exception cref="ArgumentException">Another change was applied since it was proposed.</exception>
    public void Apply(AlarmChange change)
    {
        if (change.Transition.Version != Version + 1)
            throw new ArgumentException($"change {change.Transition.Version} does not follow {Version}", nameof(change));
        Version++;
        lastId = Math.Max(lastId, change.Alarm.Id);
        Evicted += change.Transition.Action == AlarmAction.Evict ? 1 : 0;
        if (change.Transition.Action is AlarmAction.Raise or AlarmAction.Clear)
            timers.Forget(change.Alarm.Key);
        Keep(change.Alarm);
    }

    /// <summary>All that it holds.</summary>
    public AlarmBookSnapshot Snapshot() => new(Version, lastId, [.. alarms.Values.OrderBy(alarm => alarm.Version)], timers.Pending, timers.Absent);

    private AlarmOutcome Propose(long id, AlarmAction action, PersonAction by, Shelf? shelf, out AlarmChange? change)
    {
        change = null;
        if (!PlainText.Is(by.Person, options.MaximumPersonLength) || string.IsNullOrWhiteSpace(by.Person))
            return AlarmOutcome.BadPerson;
        if (!PlainText.Is(by.Note, options.MaximumNoteLength))
            return AlarmOutcome.BadNote;
        if (Find(id) is not { } alarm)
            return AlarmOutcome.NotFound;
        var proposal = new AlarmProposal(options, Version, lastId, by.Time);
        if (!proposal.Add(alarm with { Shelf = shelf ?? alarm.Shelf }, action, by))
            return AlarmOutcome.WrongState;
        change = proposal.Changes[0];
        return AlarmOutcome.Done;
    }

    // A clock that was set back must not put an alarm aside for longer than anybody may.
    private void ProposeExpired(AlarmProposal proposal)
    {
        foreach (var id in open.Values.Order())
        {
            if (alarms[id] is { Shelf: { } shelf } alarm && (shelf.Until <= proposal.Now || shelf.Until - proposal.Now > MaximumShelfNanos))
                proposal.Add(alarm, AlarmAction.Expire);
        }
    }

    // A vehicle that goes on in another zone goes on with the alarm that it has, which keeps the zone it was raised in: else every lane on its way would have one.
    private IReadOnlyList<Condition> GoneOn(IReadOnlyList<Condition> seen)
    {
        if (seen.All(condition => Find(condition.Key) is not null))
            return seen;
        var left = open.Values.Select(id => alarms[id])
            .Where(alarm => alarm is { IsHolding: true, Key: { Zone: not null, Vehicle: not null } } && !timers.IsSeen(alarm.Key))
            .OrderBy(alarm => alarm.Id).ToLookup(alarm => alarm.Key.WithoutPlace);
        if (left.Count == 0)
            return seen;
        var going = seen.Select(condition => Find(condition.Key) is null && left[condition.Key.WithoutPlace].FirstOrDefault() is { } alarm
            ? condition with { Key = alarm.Key }
            : condition).GroupBy(condition => condition.Key).Select(Joined).ToArray();
        foreach (var condition in going)
            timers.See(condition.Key);
        return going;
    }

    private static Condition Joined(IGrouping<AlarmKey, Condition> conditions)
    {
        var first = conditions.First();
        return conditions.Skip(1).Any() ? first with { Organisations = [.. conditions.SelectMany(condition => condition.Organisations ?? []).Distinct()] } : first;
    }

    // No transition: in memory, and durable with the next one.
    private void Note(Condition condition)
    {
        if (Find(condition.Key) is { IsHolding: true } alarm && alarm.Finding(condition.Value) is var found && !ReferenceEquals(found, alarm))
            alarms[alarm.Id] = found;
    }

    private void ProposeHolding(Condition condition, AlarmProposal proposal, AlarmRoom room)
    {
        var alarm = Find(condition.Key);
        if (alarm is { IsHolding: true })
        {
            timers.EndAbsence(condition.Key);
            proposal.Extend(alarm, condition);
            return;
        }
        var (_, since, held, _, _) = timers.Hold(condition.Key, proposal.Now);
        if (held < options.Of(condition.Key.Kind).OnDelayNanos)
            return;
        if (alarm is not null)
            proposal.RaiseAgain(alarm, condition, since);
        else if (room.Take(timers, proposal))
            proposal.Raise(condition, since);
        else
            NotRaised++;
    }

    private void ProposeGone(AlarmProposal proposal)
    {
        foreach (var id in open.Values.Order())
        {
            var alarm = alarms[id];
            if (!alarm.IsHolding || timers.IsSeen(alarm.Key))
                continue;
            var since = timers.GoneSince(alarm.Key, proposal.Now);
            if (proposal.Now - since >= options.Of(alarm.Key.Kind).OffDelayNanos)
                proposal.Add(alarm with { IsHolding = false }, AlarmAction.Clear);
        }
    }

    private void Keep(Alarm alarm)
    {
        alarms[alarm.Id] = alarm;
        if (alarm.IsOpen)
        {
            open[alarm.Key] = alarm.Id;
            return;
        }
        if (open.TryGetValue(alarm.Key, out var id) && id == alarm.Id)
            open.Remove(alarm.Key);
        closed.Enqueue(alarm.Id);
        while (closed.Count > options.MaximumClosed)
        {
            if (alarms.Remove(closed.Dequeue(), out var gone))
                ForgottenVersion = Math.Max(ForgottenVersion, gone.Version);
        }
    }
}
