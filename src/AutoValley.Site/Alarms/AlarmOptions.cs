namespace AutoValley.Site.Alarms;

/// <summary>How alarms behave, and how many there may be.</summary>
public sealed record AlarmOptions
{
    private static readonly AlarmPolicy Default = Policy(AlarmSeverity.Medium, 1, 5);

    /// <summary>By kind. What can hurt people comes at once or nearly so, what accuses an organisation waits until it is sure.</summary>
    public IReadOnlyDictionary<AlarmKind, AlarmPolicy> Policies { get; init; } = new Dictionary<AlarmKind, AlarmPolicy>
    {
        [AlarmKind.OverCapacity] = Policy(AlarmSeverity.High, 1, 5),
        [AlarmKind.NotBooked] = Policy(AlarmSeverity.Medium, 5, 10, gapSeconds: 2),
        [AlarmKind.ExclusiveViolated] = Policy(AlarmSeverity.High, 2, 10, gapSeconds: 2),
        [AlarmKind.OutsideSite] = Policy(AlarmSeverity.High, 2, 5),
        [AlarmKind.WrongWay] = Policy(AlarmSeverity.Critical, 0.5, 5, isLatching: true, gapSeconds: 0.5),
        [AlarmKind.OverSpeed] = Policy(AlarmSeverity.Medium, 1, 5, gapSeconds: 1),
        [AlarmKind.Stopped] = Policy(AlarmSeverity.High, 15, 2),
        [AlarmKind.TooClose] = Policy(AlarmSeverity.High, 0.3, 3),
        [AlarmKind.CollisionCourse] = Policy(AlarmSeverity.Critical, 0.2, 3, isLatching: true),
        [AlarmKind.Silent] = Policy(AlarmSeverity.High, 0, 1),
        [AlarmKind.ClockBad] = Policy(AlarmSeverity.Medium, 2, 10),
        [AlarmKind.AccuracyBad] = Policy(AlarmSeverity.Low, 5, 10),
        [AlarmKind.WrongVehicleKind] = Policy(AlarmSeverity.Medium, 2, 10, gapSeconds: 2),
    };

    /// <summary>Open alarms. Beyond it the oldest least severe one that is cleared or latched is closed for a new one; where there is none, the new one waits and is counted.</summary>
    public int MaximumOpen { get; init; } = 10_000;

    /// <summary>Closed alarms that stay in memory; beyond it the one that was closed first leaves.</summary>
    public int MaximumClosed { get; init; } = 1_000;

    /// <summary>Transitions that an alarm has in memory; beyond it the oldest leave.</summary>
    public int MaximumTransitions { get; init; } = 32;

    /// <summary>Longest time that an alarm can be put aside for. ISA-18.2 wants one; a shift is 8 h.</summary>
    public TimeSpan MaximumShelf { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Longest name of a person, in characters.</summary>
    public int MaximumPersonLength { get; init; } = 128;

    /// <summary>Longest note or reason, in characters.</summary>
    public int MaximumNoteLength { get; init; } = 1_000;

    /// <summary>The policy of a kind.</summary>
    public AlarmPolicy Of(AlarmKind kind) => Policies.GetValueOrDefault(kind, Default);

    private static AlarmPolicy Policy(AlarmSeverity severity, double onSeconds, double offSeconds, bool isLatching = false, double gapSeconds = 0) =>
        new(severity, TimeSpan.FromSeconds(onSeconds), TimeSpan.FromSeconds(offSeconds), isLatching) { Gap = TimeSpan.FromSeconds(gapSeconds) };
}
