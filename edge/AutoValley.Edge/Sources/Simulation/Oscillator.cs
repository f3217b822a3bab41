namespace AutoValley.Edge.Sources.Simulation;

/// <summary>A damped oscillator that follows what it hangs on. Stepped every 10 ms (semi-implicit Euler, stable up to some 30 Hz).</summary>
/// <param name="hertz">Frequency without damping.</param>
/// <param name="damping">Share of the critical damping.</param>
internal sealed class Oscillator(double hertz, double damping)
{
    private readonly double frequency = Math.Tau * hertz;

    public double Value { get; private set; }

    /// <summary>A second.</summary>
    public double Rate { get; private set; }

    /// <summary>A second squared.</summary>
    public double Acceleration { get; private set; }

    /// <param name="target">Where it would rest.</param>
    /// <param name="targetRate">How fast that moves, a second.</param>
    public void Step(double target, double targetRate)
    {
        Acceleration = (frequency * frequency * (target - Value)) + (2 * damping * frequency * (targetRate - Rate));
        Rate += Acceleration * Physics.TickSeconds;
        Value += Rate * Physics.TickSeconds;
    }
}
