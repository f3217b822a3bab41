namespace AutoValley.Site.Alarms;

/// <summary>Room for new alarms within one observation, and which may be closed for them.</summary>
/// <param name="free">How many more may be open.</param>
/// <param name="alarms">All in memory.</param>
internal sealed class AlarmRoom(int free, IEnumerable<Alarm> alarms)
{
    private int free = free;
    private Queue<Alarm>? victims;

    /// <summary>Takes room for one, which may propose to close another; false when there is none.</summary>
    public bool Take(ConditionTimers timers, AlarmProposal proposal)
    {
        if (free > 0)
        {
            free--;
            return true;
        }
        victims ??= new Queue<Alarm>(alarms
            .Where(alarm => alarm.State is AlarmState.Cleared or AlarmState.Latched)
            .OrderBy(alarm => alarm.Severity).ThenBy(alarm => alarm.Version));
        while (victims.TryDequeue(out var victim))
        {
            // One whose condition holds again is about to be raised.
            if (!timers.IsSeen(victim.Key) && proposal.Add(victim, AlarmAction.Evict))
                return true;
        }
        return false;
    }
}
