namespace AutoValley.Server.Site.Judging;

/// <summary>From the first to the last event time of some fixes, Unix nanoseconds, both inclusive.</summary>
internal readonly record struct FixSpan(long First, long Last)
{
    /// <summary>With one more.</summary>
    public FixSpan Including(long time) => new(Math.Min(First, time), Math.Max(Last, time));

    /// <summary>With all of another.</summary>
    public FixSpan Including(FixSpan other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}
