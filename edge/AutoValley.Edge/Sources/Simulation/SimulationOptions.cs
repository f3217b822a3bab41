using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Simulation;

/// <summary>Who drives, how long and how fast.</summary>
public sealed record SimulationOptions
{
    /// <summary>Of ice.</summary>
    public const double LeastFriction = 0.1;

    /// <summary>Of the best dry asphalt.</summary>
    public const double MostFriction = 1.2;

    /// <summary>Same seed, route and options: same samples, for ever.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How it drives.</summary>
    public VehicleKind Kind { get; init; } = VehicleKind.Car;

    /// <summary>How much it says.</summary>
    public SimulationProfile Profile { get; init; } = SimulationProfile.Site;

    /// <summary>Simulated seconds a second; <see cref="ReplaySpeed.Maximum"/> waits for nothing but the sink.</summary>
    public ReplaySpeed Speed { get; init; } = ReplaySpeed.Recorded;

    /// <summary>
    /// What the road gives the tyres, as a share of their load: 1 dry, 0.7 wet, 0.3 snow, 0.15 ice; from <see cref="LeastFriction"/> to <see cref="MostFriction"/>.
    /// </summary>
    public double Friction { get; init; } = 1;

    /// <summary>Event time of the first samples, Unix nanoseconds; null takes the clock's time when the run begins, at a full 10 ms.</summary>
    public long? Start { get; init; }

    /// <summary>Simulated span, in steps of 10 ms; null for no end.</summary>
    public TimeSpan? Duration { get; init; }
}
