namespace AutoValley.Edge.Sources.Simulation;

/// <summary>A value that drifts about its mean (Ornstein-Uhlenbeck): sensor bias, temperature, tracking error.</summary>
/// <param name="mean">Where it starts and what it returns to.</param>
/// <param name="deviation">Its standard deviation in the long run.</param>
/// <param name="seconds">How long it remembers.</param>
/// <param name="step">Seconds between two calls of <see cref="Step"/>; much less than <paramref name="seconds"/>.</param>
internal sealed class Wander(double mean, double deviation, double seconds, double step)
{
    private readonly double decay = step / seconds;
    private readonly double kick = deviation * Math.Sqrt(2 * step / seconds);
    private double offset;

    public double Value => mean + offset;

    public void Step(Noise noise) => offset += (kick * noise.Bell()) - (offset * decay);
}
