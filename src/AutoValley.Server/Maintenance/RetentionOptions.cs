namespace AutoValley.Server.Maintenance;

/// <summary>How much the store keeps, and how often that is looked at.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Key <c>Retention:MaximumAge</c>: a UTC day goes once all of it is older; 0 keeps every day.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.Zero;

    /// <summary>Key <c>Retention:MaximumBytes</c>: of day files and journal; the oldest days go first; 0 is no limit.</summary>
    public long MaximumBytes { get; init; }

    /// <summary>Key <c>Retention:VisitAge</c>: visits go once all of the UTC day that they ended on is older; 0 keeps every visit.</summary>
    public TimeSpan VisitAge { get; init; } = TimeSpan.Zero;

    /// <summary>Key <c>Retention:AlarmAge</c>: likewise alarms, by the day that they were closed on. One that is not closed stays.</summary>
    public TimeSpan AlarmAge { get; init; } = TimeSpan.Zero;

    /// <summary>Key <c>Retention:AuditAge</c>: likewise entries of the audit.</summary>
    public TimeSpan AuditAge { get; init; } = TimeSpan.Zero;

    /// <summary>Key <c>Retention:Interval</c>: from one look to the next. The first is right after the start.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);
}
