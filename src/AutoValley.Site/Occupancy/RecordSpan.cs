namespace AutoValley.Site.Occupancy;

/// <summary>A span of a vehicle's record, event times, both ends included.</summary>
public readonly record struct RecordSpan(long From, long To)
{
    /// <summary>From the earlier start to the later end.</summary>
    public RecordSpan Including(RecordSpan other) => new(Math.Min(From, other.From), Math.Max(To, other.To));
}
