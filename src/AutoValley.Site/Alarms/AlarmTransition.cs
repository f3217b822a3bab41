namespace AutoValley.Site.Alarms;

/// <summary>A step in an alarm's life: the audit list is made of these.</summary>
/// <param name="Version">Of the book; one more than the transition before it, of whatever alarm.</param>
/// <param name="Alarm">The alarm's id.</param>
/// <param name="Action">What made it.</param>
/// <param name="State">The alarm's state after it.</param>
/// <param name="Time">When, Unix nanoseconds on the server's clock.</param>
/// <param name="Person">Who; empty where no person did it.</param>
/// <param name="Note">What the person wrote; empty for nothing.</param>
public sealed record AlarmTransition(long Version, long Alarm, AlarmAction Action, AlarmState State, long Time, string Person = "", string Note = "");
