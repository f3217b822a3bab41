namespace AutoValley.Server.Site.Judging;

/// <summary>A visit that goes on.</summary>
/// <param name="Enter">Event time of its first fix, Unix nanoseconds.</param>
/// <param name="Samples">Fixes in it.</param>
/// <param name="IsLate">Late ones had a part in it.</param>
internal readonly record struct OpenVisit(long Enter, long Samples, bool IsLate);
