namespace AutoValley.Site.Alarms;

/// <summary>
/// How long conditions without an alarm have held, and conditions of alarms have been gone: what on- and off-delays are counted by. What a vehicle does in a zone is
/// counted for the vehicle, through whatever zones it comes meanwhile.
/// </summary>
internal sealed class ConditionTimers
{
    private readonly Dictionary<AlarmKey, PendingCondition> pending;
    private readonly Dictionary<AlarmKey, long> absent;
    private readonly HashSet<AlarmKey> seen = [];
    private readonly HashSet<AlarmKey> held = [];

    public ConditionTimers(AlarmBookSnapshot snapshot) =>
        (pending, absent) = (snapshot.Pending.ToDictionary(condition => condition.Key), new(snapshot.Absent));

    public IReadOnlyList<PendingCondition> Pending => [.. pending.Values];

    public IReadOnlyList<KeyValuePair<AlarmKey, long>> Absent => [.. absent];

    public void Begin()
    {
        seen.Clear();
        held.Clear();
    }

    /// <summary>Notes that a condition holds; false when it was noted already.</summary>
    public bool See(AlarmKey key) => seen.Add(key);

    public bool IsSeen(AlarmKey key) => seen.Contains(key);

    public void EndAbsence(AlarmKey key) => absent.Remove(key);

    /// <summary>For how long a condition without an alarm has held, and since when; gaps that its policy bridges do not count.</summary>
    public PendingCondition Hold(AlarmKey key, long now)
    {
        var whole = key.WithoutPlace;
        if (!held.Add(whole))
            return pending[whole];
        var before = pending.GetValueOrDefault(whole, new PendingCondition(whole, now, 0, now, false));
        // A clock that was set back must not make a delay longer than it is.
        var more = before.IsGap ? 0 : Math.Max(0, now - before.Last);
        return pending[whole] = before with { Since = Math.Min(before.Since, now), Held = before.Held + more, Last = now, IsGap = false };
    }

    /// <summary>Since when the condition of an alarm has been gone.</summary>
    public long GoneSince(AlarmKey key, long now)
    {
        if (!absent.TryGetValue(key, out var since) || since > now)
            absent[key] = since = now;
        return since;
    }

    /// <summary>Forgets conditions that did not come to an alarm and do not hold any more, for longer than their policies bridge.</summary>
    public void EndPending(AlarmOptions options, long now)
    {
        // Changing and removing what is there is all that a dictionary allows while it is walked through.
        foreach (var (key, condition) in pending)
        {
            if (held.Contains(key))
                continue;
            if (now - condition.Last <= options.Of(key.Kind).GapNanos && now >= condition.Last)
                pending[key] = condition with { IsGap = true };
            else
                pending.Remove(key);
        }
    }

    public void Forget(AlarmKey key)
    {
        pending.Remove(key.WithoutPlace);
        absent.Remove(key);
    }
}
