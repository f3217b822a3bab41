namespace AutoValley.Server.Query.Search.Spans;

/// <summary>How long a value holds when no other comes.</summary>
/// <param name="Nanos">Nanoseconds; 0 for ever.</param>
internal readonly record struct MaximumAge(long Nanos)
{
    /// <summary>Whether a value holds until the next, however late that is.</summary>
    public bool IsForever => Nanos == 0;

    /// <summary>First instant at which a value of that time is too old, in Unix nanoseconds.</summary>
    public long EndOf(long time) => IsForever || time > long.MaxValue - Nanos ? long.MaxValue : time + Nanos;

    /// <summary>Earliest time whose value may still hold at <paramref name="instant"/>.</summary>
    public long EarliestAt(long instant) => IsForever || instant < long.MinValue + Nanos ? long.MinValue : instant - Nanos + 1;

    /// <summary>Whether a value holds until the next one, of the later time given.</summary>
    public bool Reaches(long time, long next) => IsForever || (ulong)unchecked(next - time) <= (ulong)Nanos;
}
