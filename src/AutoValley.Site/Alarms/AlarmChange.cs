namespace AutoValley.Site.Alarms;

/// <summary>A transition that the book proposes, and the alarm as it is after it. Nothing has happened until it is applied.</summary>
public sealed record AlarmChange(Alarm Alarm, AlarmTransition Transition);
