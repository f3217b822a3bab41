namespace AutoValley.Telemetry.Batches;

/// <summary>Where the vehicle's clock came from. The numbers are those of <c>autovalley.v1.ClockSource</c>.</summary>
public enum ClockSource
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>The computer's own clock, with nothing known to steer it.</summary>
    System = 1,

    /// <summary>Network time.</summary>
    Ntp = 2,

    /// <summary>IEEE 1588.</summary>
    Ptp = 3,

    /// <summary>A satellite receiver.</summary>
    Gnss = 4,

    /// <summary>A recording's own time stamps.</summary>
    Recording = 5,
}
