using AutoValley.Edge.Sources;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock;

/// <summary>What is known of the clock that the samples' times come from. Safe for concurrent use.</summary>
public interface IVehicleClock
{
    /// <summary>As of now; goes with the batch that closes now.</summary>
    ClockQuality Quality { get; }

    /// <summary>What happened to it since the agent started.</summary>
    IReadOnlyList<SourceCount> Counts => [];
}
