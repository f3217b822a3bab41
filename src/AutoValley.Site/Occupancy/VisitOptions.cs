namespace AutoValley.Site.Occupancy;

/// <summary>How <see cref="VisitJudge"/> judges.</summary>
public sealed record VisitOptions
{
    /// <summary>
    /// Fixes farther apart than this say nothing of the time between: visits end at the last fix before it, and begin anew at the next.
    /// Ten reports of the slowest receivers.
    /// </summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Nanoseconds.</summary>
    internal long GapNanos => Gap.Ticks * 100;
}
