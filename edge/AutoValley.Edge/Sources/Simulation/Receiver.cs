namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// A satellite receiver with real-time correction that is lost now and then: centimetres while fixed, decimetres while floating.
/// Stepped every 100 ms.
/// </summary>
internal sealed class Receiver(Noise noise)
{
    private const double StepSeconds = 0.1;

    private readonly Wander east = new(0, 1, 40, StepSeconds);
    private readonly Wander north = new(0, 1, 40, StepSeconds);
    private readonly Wander up = new(0, 1.6, 40, StepSeconds);
    private readonly Wander sky = new(19, 2.5, 120, StepSeconds);
    private double stateSeconds = noise.Even(20, 200);

    public bool IsFixed { get; private set; } = true;

    /// <summary>One standard deviation, metres; follows a change of state within seconds.</summary>
    public double Accuracy { get; private set; } = 0.014;

    /// <summary>Metres off the truth.</summary>
    public double ErrorEast => east.Value * Accuracy;
    public double ErrorNorth => north.Value * Accuracy;
    public double ErrorUp => up.Value * Accuracy;
    public long Satellites => (long)Math.Clamp(Math.Round(sky.Value), 9, 28);

    public void Step()
    {
        foreach (var wander in (ReadOnlySpan<Wander>)[east, north, up, sky])
            wander.Step(noise);
        Accuracy += ((IsFixed ? 0.014 : 0.22) - Accuracy) * 0.05;
        stateSeconds -= StepSeconds;
        if (stateSeconds > 0)
            return;
        IsFixed = !IsFixed;
        stateSeconds = IsFixed ? noise.Even(60, 400) : noise.Even(3, 15);
    }
}
