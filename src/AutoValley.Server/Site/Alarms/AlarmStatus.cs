namespace AutoValley.Server.Site.Alarms;

/// <summary>How the alarms stand.</summary>
/// <param name="Open">Not closed, by severity: low, medium, high, critical.</param>
/// <param name="NotRaised">Conditions that wait for room.</param>
/// <param name="Evicted">Closed to make room, since the start.</param>
/// <param name="Watchers">Who watches now.</param>
/// <param name="IsFailing">Whether the last transitions could not be stored, so that nobody was told.</param>
internal sealed record AlarmStatus(IReadOnlyList<int> Open, int NotRaised, long Evicted, int Watchers, bool IsFailing)
{
    /// <summary>Pairs of near vehicles that the last judgement did not look at, at most so many.</summary>
    public long NotCompared { get; init; }

    /// <summary>Drivers' warnings that were handed over, since the start.</summary>
    public long WarningsSent { get; init; }

    /// <summary>And those that were not.</summary>
    public long WarningsUnsent { get; init; }
}
