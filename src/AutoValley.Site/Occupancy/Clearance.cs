namespace AutoValley.Site.Occupancy;

/// <summary>A person's word that a silent vehicle is gone.</summary>
/// <param name="Person">Who.</param>
/// <param name="Time">When, by the server's clock, Unix nanoseconds.</param>
public sealed record Clearance(string Person, long Time);
