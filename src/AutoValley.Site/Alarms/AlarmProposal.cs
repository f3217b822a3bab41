namespace AutoValley.Site.Alarms;

/// <summary>Changes that are proposed together: one an alarm at most, numbered on from the book's version.</summary>
internal sealed class AlarmProposal(AlarmOptions options, long version, long lastId, long now)
{
    private readonly List<AlarmChange> changes = [];
    private readonly HashSet<long> changed = [];
    private long lastId = lastId;

    public long Now => now;

    public IReadOnlyList<AlarmChange> Changes => changes;

    /// <summary>Whether there is a change of this alarm already.</summary>
    public bool Has(Alarm alarm) => changed.Contains(alarm.Id);

    /// <summary>A new alarm.</summary>
    public void Raise(Condition condition, long since)
    {
        var alarm = new Alarm(++lastId, condition.Key, options.Of(condition.Key.Kind).Severity)
        {
            State = AlarmState.Raised, IsHolding = true, Since = since, RaisedAt = now,
            Value = condition.Value, Worst = condition.Value, Latest = condition.Value, Limit = condition.Limit,
            Organisations = Organisations(condition, []),
        };
        Put(alarm, AlarmAction.Raise, new PersonAction("", "", now));
    }

    /// <summary>An open alarm whose condition came again.</summary>
    public void RaiseAgain(Alarm alarm, Condition condition, long since) => Add(
        alarm.Finding(condition.Value) with
        {
            IsHolding = true, Since = since, RaisedAt = now, TimesRaised = alarm.TimesRaised + 1, Value = condition.Value, Limit = condition.Limit,
            Organisations = Organisations(condition, alarm.Organisations),
        },
        AlarmAction.Raise);

    /// <summary>An alarm whose condition concerns an organisation that it did not concern before.</summary>
    public void Extend(Alarm alarm, Condition condition)
    {
        if (condition.Organisations is { } all && all.Except(alarm.Organisations, StringComparer.Ordinal).Any())
            Add(alarm with { Organisations = Organisations(condition, alarm.Organisations) }, AlarmAction.Extend);
    }

    /// <summary>What no person does.</summary>
    public bool Add(Alarm alarm, AlarmAction action) => Add(alarm, action, new PersonAction("", "", now));

    /// <summary>An action on an alarm; false where its state does not allow it, or it has a change already.</summary>
    public bool Add(Alarm alarm, AlarmAction action, PersonAction by)
    {
        if (Has(alarm) || AlarmSteps.After(alarm, action, options.Of(alarm.Key.Kind)) is not { } state)
            return false;
        var isBack = action is AlarmAction.Unshelve or AlarmAction.Expire && state == AlarmState.Raised;
        Put(
            alarm with
            {
                State = state,
                Shelf = state == AlarmState.Shelved ? alarm.Shelf : null,
                RaisedAt = isBack ? now : alarm.RaisedAt,
                TimesRaised = alarm.TimesRaised + (isBack ? 1 : 0),
            },
            action, by);
        return true;
    }

    private void Put(Alarm alarm, AlarmAction action, PersonAction by)
    {
        var transition = new AlarmTransition(version + changes.Count + 1, alarm.Id, action, alarm.State, by.Time, by.Person, by.Note);
        changed.Add(alarm.Id);
        changes.Add(new AlarmChange(
            alarm with { Transitions = [.. alarm.Transitions.TakeLast(options.MaximumTransitions - 1), transition] }, transition));
    }

    private static IReadOnlyList<string> Organisations(Condition condition, IEnumerable<string> before)
    {
        var own = new[] { condition.Key.Vehicle?.Organisation, condition.Key.Other?.Organisation }.OfType<string>();
        return [.. before.Concat(own).Concat(condition.Organisations ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
