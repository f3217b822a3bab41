namespace AutoValley.Site.Alarms;

/// <summary>How long conditions without an alarm have held, and conditions of alarms have been gone: what on- and off-delays are counted by.</summary>
internal sealed class ConditionTimers
{
    private readonly Dictionary<AlarmKey, long> pending;
    private readonly Dictionary<AlarmKey, long> absent;
    private readonly HashSet<AlarmKey> seen = [];

    public ConditionTimers(AlarmBookSnapshot snapshot) => (pending, absent) = (new(snapshot.Pending), new(snapshot.Absent));

    public IReadOnlyList<KeyValuePair<AlarmKey, long>> Pending => [.. pending];

    public IReadOnlyList<KeyValuePair<AlarmKey, long>> Absent => [.. absent];

    public void Begin() => seen.Clear();

    /// <summary>Notes that a condition holds; false when it was noted already.</summary>
    public bool See(AlarmKey key) => seen.Add(key);

    public bool IsSeen(AlarmKey key) => seen.Contains(key);

    public void EndAbsence(AlarmKey key) => absent.Remove(key);

    /// <summary>Since when a condition without an alarm has held.</summary>
    public long HeldSince(AlarmKey key, long now) => Since(pending, key, now);

    /// <summary>Since when the condition of an alarm has been gone.</summary>
    public long GoneSince(AlarmKey key, long now) => Since(absent, key, now);

    /// <summary>Forgets conditions that did not come to an alarm and do not hold any more.</summary>
    public void EndPending()
    {
        // Removing is the one change that a dictionary allows while it is walked through.
        foreach (var key in pending.Keys)
        {
            if (!seen.Contains(key))
                pending.Remove(key);
        }
    }

    public void Forget(AlarmKey key)
    {
        pending.Remove(key);
        absent.Remove(key);
    }

    private static long Since(Dictionary<AlarmKey, long> timers, AlarmKey key, long now)
    {
        // A clock that was set back must not make a delay longer than it is.
        if (!timers.TryGetValue(key, out var since) || since > now)
            timers[key] = since = now;
        return since;
    }
}
