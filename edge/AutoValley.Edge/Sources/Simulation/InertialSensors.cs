namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// What is wrong with a vehicle's motion sensors for longer than one sample: biases that drift over minutes, and wheels that are a little smaller or larger
/// than the control unit believes. Stepped every second.
/// </summary>
internal sealed class InertialSensors
{
    private readonly Noise noise;
    private readonly Wander along = new(0, 0.003, 200, 1);
    private readonly Wander across = new(0, 0.003, 200, 1);
    private readonly Wander yaw = new(0, 0.01, 200, 1);
    private readonly double[] wheels = new double[Tyres.Count];

    public InertialSensors(Noise noise)
    {
        this.noise = noise;
        for (var wheel = 0; wheel < wheels.Length; wheel++)
            wheels[wheel] = 1 + (0.001 * noise.Bell());
    }

    /// <summary>Metres a second squared.</summary>
    public double LongitudinalBias => along.Value;
    public double LateralBias => across.Value;

    /// <summary>Degrees a second.</summary>
    public double YawBias => yaw.Value;

    /// <summary>What a wheel's speed is read as, a unit of its true speed.</summary>
    public double WheelScale(int wheel) => wheels[wheel];

    public void Step()
    {
        foreach (var bias in (ReadOnlySpan<Wander>)[along, across, yaw])
            bias.Step(noise);
    }
}
