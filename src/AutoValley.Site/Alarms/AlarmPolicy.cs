namespace AutoValley.Site.Alarms;

/// <summary>How a kind of alarm behaves.</summary>
/// <param name="Severity">How soon somebody has to look.</param>
/// <param name="OnDelay">A condition has to hold for so long without a gap before its alarm is raised.</param>
/// <param name="OffDelay">A condition has to be gone for so long without a return before its alarm is cleared.</param>
/// <param name="IsLatching">Whether it stays, acknowledged and gone, until a person resets it.</param>
public sealed record AlarmPolicy(AlarmSeverity Severity, TimeSpan OnDelay, TimeSpan OffDelay, bool IsLatching = false)
{
    /// <summary><see cref="OnDelay"/> in nanoseconds.</summary>
    public long OnDelayNanos { get; } = Nanos(OnDelay);

    /// <summary><see cref="OffDelay"/> in nanoseconds.</summary>
    public long OffDelayNanos { get; } = Nanos(OffDelay);

    private static long Nanos(TimeSpan delay) => delay >= TimeSpan.Zero
        ? checked(delay.Ticks * TimeSpan.NanosecondsPerTick)
        : throw new ArgumentOutOfRangeException(nameof(delay), delay, "a delay is 0 or longer");
}
