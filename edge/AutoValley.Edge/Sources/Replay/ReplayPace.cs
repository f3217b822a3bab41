namespace AutoValley.Edge.Sources.Replay;

/// <summary>When a recorded time is due.</summary>
/// <param name="speed">How fast.</param>
/// <param name="clock">Passes the time.</param>
/// <param name="origin">The recorded time that is due now, Unix nanoseconds.</param>
internal sealed class ReplayPace(ReplaySpeed speed, TimeProvider clock, long origin)
{
    /// <summary>Longest wait for one sample, so that a broken time stamp holds up the replay for no longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly long start = clock.GetTimestamp();

    /// <summary>How long until a recorded time is due; zero or less when it is.</summary>
    public TimeSpan Remaining(long time)
    {
        if (speed.IsMaximum)
            return TimeSpan.Zero;
        var due = (time - origin) / (speed.Factor * TimeSpan.NanosecondsPerTick);
        var elapsed = clock.GetElapsedTime(start);
        return due - elapsed.Ticks >= LongestWait.Ticks ? LongestWait : TimeSpan.FromTicks((long)due) - elapsed;
    }
}
