namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// The body on its springs: roll, pitch and heave as damped oscillators, over a road of ISO 8608 class B, whose height is a random walk with the way
/// driven. Stepped every 10 ms.
/// </summary>
internal sealed class Suspension(VehicleTraits traits, Noise noise)
{
    // Degrees a metre a second squared.
    private const double RollGradient = 0.55;
    private const double PitchGradient = 0.45;

    // Spectral density of the road's height at 0.1 cycles a metre, 64e-6 m³; waves longer than 100 m are left out.
    private const double RoadReference = 0.1;
    private const double LongestWave = 100;

    private static readonly double RoadVelocity = Math.Tau * RoadReference * Math.Sqrt(64e-6 / Physics.TickSeconds);

    private readonly Oscillator roll = new(hertz: 1.6, damping: 0.35);
    private readonly Oscillator pitch = new(hertz: 1.4, damping: 0.4);
    private readonly Oscillator heave = new(hertz: 1.3, damping: 0.3);
    private double road;

    /// <summary>Degrees and degrees a second; leaning out of a left bend is positive.</summary>
    public double Roll => roll.Value;
    public double RollRate => roll.Rate;

    /// <summary>Degrees and degrees a second; nodding is positive.</summary>
    public double Pitch => pitch.Value;
    public double PitchRate => pitch.Rate;

    /// <summary>Metres a second squared of the body, upwards, about gravity.</summary>
    public double VerticalAcceleration => heave.Acceleration;

    public void Step(double speed, double along, double across)
    {
        roll.Step(across * RollGradient, 0);
        pitch.Step(-along * PitchGradient, 0);
        var velocity = (RoadVelocity * Math.Sqrt(speed) * noise.Bell()) - (Math.Tau / LongestWave * speed * road);
        road += velocity * Physics.TickSeconds;
        heave.Step(road, velocity);
    }

    /// <summary>Millimetres that a wheel's spring is pressed in beyond rest: the body stays a plane.</summary>
    /// <param name="wheel">0 front left, 1 front right, 2 rear left, 3 rear right.</param>
    public double SpringTravel(int wheel) => 1_000 * (road - heave.Value
        + (double.DegreesToRadians(Roll) * traits.TrackWidth / 2 * (wheel % 2 == 0 ? -1 : 1))
        + (double.DegreesToRadians(Pitch) * traits.Wheelbase / 2 * (wheel < 2 ? 1 : -1)));
}
