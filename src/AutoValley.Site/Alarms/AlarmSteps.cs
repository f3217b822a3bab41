namespace AutoValley.Site.Alarms;

/// <summary>The state machine of one alarm (ISA-18.2, 5.2.2): which state each action leads to.</summary>
internal static class AlarmSteps
{
    /// <summary>The state after an action; null where the action is not for this state.</summary>
    public static AlarmState? After(Alarm alarm, AlarmAction action, AlarmPolicy policy) => (action, alarm.State) switch
    {
        (AlarmAction.Raise or AlarmAction.Clear or AlarmAction.Extend, AlarmState.Shelved) => AlarmState.Shelved,
        (AlarmAction.Raise, AlarmState.Cleared or AlarmState.Latched) => AlarmState.Raised,
        (AlarmAction.Clear, AlarmState.Raised) => AlarmState.Cleared,
        (AlarmAction.Clear, AlarmState.Acknowledged) => AcknowledgedAndGone(policy),
        (AlarmAction.Acknowledge, AlarmState.Raised) => AlarmState.Acknowledged,
        (AlarmAction.Acknowledge, AlarmState.Cleared) => AcknowledgedAndGone(policy),
        (AlarmAction.Reset, AlarmState.Latched) => AlarmState.Closed,
        (AlarmAction.Shelve, not AlarmState.Closed) => AlarmState.Shelved,
        (AlarmAction.Unshelve or AlarmAction.Expire, AlarmState.Shelved) => BackFromShelf(alarm, policy),
        (AlarmAction.Extend, not AlarmState.Closed) => alarm.State,
        (AlarmAction.Evict, AlarmState.Cleared or AlarmState.Latched) => AlarmState.Closed,
        _ => null,
    };

    private static AlarmState AcknowledgedAndGone(AlarmPolicy policy) => policy.IsLatching ? AlarmState.Latched : AlarmState.Closed;

    private static AlarmState BackFromShelf(Alarm alarm, AlarmPolicy policy) =>
        alarm.IsHolding ? AlarmState.Raised
        : policy.IsLatching ? AlarmState.Cleared
        : AlarmState.Closed;
}
