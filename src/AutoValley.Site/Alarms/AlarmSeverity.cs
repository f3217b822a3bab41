namespace AutoValley.Site.Alarms;

/// <summary>How soon somebody has to look.</summary>
public enum AlarmSeverity
{
    /// <summary>When there is time.</summary>
    Low = 1,

    /// <summary>Soon.</summary>
    Medium = 2,

    /// <summary>Now.</summary>
    High = 3,

    /// <summary>Now: people may be hurt.</summary>
    Critical = 4,
}
