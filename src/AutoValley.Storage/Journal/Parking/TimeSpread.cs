using AutoValley.Telemetry;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>A closed span of event times, in Unix nanoseconds; empty when its last lies before its first.</summary>
internal readonly record struct TimeSpread(long First, long Last)
{
    public static TimeSpread Empty { get; } = new(long.MaxValue, long.MinValue);

    /// <summary>Whether it has a time that lies in the range.</summary>
    public bool Overlaps(TimeRange range) => First <= Last && range.Overlaps(First, Last);

    /// <summary>The shortest that holds both.</summary>
    public TimeSpread With(TimeSpread other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));

    public static TimeSpread Of(ReadOnlySpan<long> times)
    {
        var spread = Empty;
        foreach (var time in times)
            spread = new TimeSpread(Math.Min(spread.First, time), Math.Max(spread.Last, time));
        return spread;
    }
}
