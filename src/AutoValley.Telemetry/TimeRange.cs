namespace AutoValley.Telemetry;

/// <summary>A half-open span of time, <c>From ≤ t &lt; To</c>, in Unix nanoseconds.</summary>
public readonly record struct TimeRange(long From, long To)
{
    /// <summary>All of time but its very last nanosecond.</summary>
    public static TimeRange All { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Whether no time lies in it.</summary>
    public bool IsEmpty => To <= From;

    /// <summary>Whether <paramref name="time"/> lies in it.</summary>
    public bool Contains(long time) => time >= From && time < To;

    /// <summary>Whether a closed span <paramref name="first"/> … <paramref name="last"/> shares a time with it.</summary>
    public bool Overlaps(long first, long last) => first < To && last >= From;
}
