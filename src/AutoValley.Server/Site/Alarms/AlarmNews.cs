using AutoValley.Site.Alarms;

namespace AutoValley.Server.Site.Alarms;

/// <summary>What somebody who watches alarms has not seen yet.</summary>
/// <param name="Version">That he has with this.</param>
/// <param name="IsSnapshot">Whether these are all open alarms, and not only those that changed.</param>
/// <param name="Alarms">By version.</param>
/// <param name="NotRaised">Conditions that wait for room.</param>
/// <param name="JudgedAt">When the rules were judged last, Unix nanoseconds; 0 for never.</param>
internal sealed record AlarmNews(long Version, bool IsSnapshot, IReadOnlyList<Alarm> Alarms, int NotRaised, long JudgedAt);
