using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock;

/// <summary>A clock that nothing is compared with: its quality is what was said of it.</summary>
public sealed class StatedClock(ClockSource source) : IVehicleClock
{
    /// <inheritdoc/>
    public ClockQuality Quality { get; } = new(source);
}
