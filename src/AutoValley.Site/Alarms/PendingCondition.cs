namespace AutoValley.Site.Alarms;

/// <summary>A condition that did not hold for its on-delay yet.</summary>
/// <param name="Key">Without the zone where it is of a vehicle: the delay goes on from zone to zone.</param>
/// <param name="Since">When it began, Unix nanoseconds.</param>
/// <param name="Held">Nanoseconds that it held since then, without its gaps.</param>
/// <param name="Last">When it was seen last.</param>
/// <param name="IsGap">Whether it was looked for since and did not hold.</param>
public readonly record struct PendingCondition(AlarmKey Key, long Since, long Held, long Last, bool IsGap);
