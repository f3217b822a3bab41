using AutoValley.Edge.Sources.Mapping;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>How recordings are replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Recorded seconds a second.</summary>
    public ReplaySpeed Speed { get; init; } = ReplaySpeed.Recorded;

    /// <summary>
    /// Shifts all event times by one span, so that the first sample is at the start of the replay. Spans between samples stay as
    /// recorded, so with a speed above 1 the times run ahead of the clock.
    /// </summary>
    public bool ShiftToNow { get; init; }

    /// <summary>Shifts as <see cref="ShiftToNow"/> does, so that the first sample is at this time, Unix nanoseconds; null does not.</summary>
    public long? Start { get; init; }

    /// <summary>Renames and scales signals; null leaves them as they are.</summary>
    public SignalMapping? Mapping { get; init; }
}
