namespace AutoValley.Site.Alarms;

/// <summary>That an alarm is put aside.</summary>
/// <param name="Until">When it comes back by itself, Unix nanoseconds.</param>
/// <param name="Person">Who did it.</param>
/// <param name="Reason">Why.</param>
public sealed record Shelf(long Until, string Person, string Reason);
