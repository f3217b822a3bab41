namespace AutoValley.Site.Occupancy;

/// <summary>A span of a vehicle's record, event times, both ends included.</summary>
public readonly record struct RecordSpan(long From, long To);
