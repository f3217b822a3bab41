namespace AutoValley.Storage.Site;

/// <summary>A step in an alarm's life. What the numbers mean says AutoValley.Site.Alarms.</summary>
/// <param name="Version">One more than the transition before it, of whatever alarm.</param>
/// <param name="Alarm">The alarm's id.</param>
/// <param name="Action">What made it.</param>
/// <param name="State">The alarm's state after it.</param>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Person">Empty where no person did it.</param>
/// <param name="Note">Empty for nothing.</param>
public sealed record StoredAlarmTransition(long Version, long Alarm, int Action, int State, long Time, string Person, string Note);
