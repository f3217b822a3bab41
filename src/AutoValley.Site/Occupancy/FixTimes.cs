namespace AutoValley.Site.Occupancy;

/// <summary>A fix's times, Unix nanoseconds.</summary>
/// <param name="Event">By the vehicle's clock.</param>
/// <param name="Receive">By the server's.</param>
internal readonly record struct FixTimes(long Event, long Receive);
