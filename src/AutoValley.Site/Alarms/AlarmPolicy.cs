namespace AutoValley.Site.Alarms;

/// <summary>How a kind of alarm behaves.</summary>
/// <param name="Severity">How soon somebody has to look.</param>
/// <param name="OnDelay">A condition has to hold for so long before its alarm is raised.</param>
/// <param name="OffDelay">A condition has to be gone for so long without a return before its alarm is cleared.</param>
/// <param name="IsLatching">Whether it stays, acknowledged and gone, until a person resets it.</param>
public sealed record AlarmPolicy(AlarmSeverity Severity, TimeSpan OnDelay, TimeSpan OffDelay, bool IsLatching = false)
{
    /// <summary>Whether there are alarms of the kind at all; those that were raised before are cleared as if their conditions were gone.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>A condition that is gone for no longer goes on with its on-delay, though the gap counts for nothing; zero: the delay starts anew. For vehicles that come from zone to zone.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary><see cref="OnDelay"/> in nanoseconds.</summary>
    public long OnDelayNanos => Nanos(OnDelay);

    /// <summary><see cref="OffDelay"/> in nanoseconds.</summary>
    public long OffDelayNanos => Nanos(OffDelay);

    /// <summary><see cref="Gap"/> in nanoseconds.</summary>
    public long GapNanos => Nanos(Gap);

    private static long Nanos(TimeSpan delay) => delay >= TimeSpan.Zero
        ? checked(delay.Ticks * TimeSpan.NanosecondsPerTick)
        : throw new ArgumentOutOfRangeException(nameof(delay), delay, "a delay is 0 or longer");
}
