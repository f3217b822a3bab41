namespace AutoValley.Edge.Sources.Simulation;

/// <summary>What the vehicle's sensors see of others: eight tracked objects, of which the first is ahead. Stepped every 100 ms.</summary>
internal sealed class Surroundings
{
    public const int Objects = 8;

    private const double StepSeconds = 0.1;

    private readonly Noise noise;
    private readonly Wander[] distances;
    private readonly Wander[] azimuths;
    private readonly Wander[] confidences;
    private readonly double[] approaches = new double[Objects];
    private readonly string[] kinds = new string[Objects];

    public Surroundings(Noise noise)
    {
        this.noise = noise;
        distances = Make(i => new Wander(35 + (9 * i), 12, 25, StepSeconds));
        azimuths = Make(i => new Wander(i == 0 ? 0 : (((i * 47) % 160) - 80), 6, 15, StepSeconds));
        confidences = Make(_ => new Wander(0.9, 0.06, 5, StepSeconds));
        for (var i = 0; i < Objects; i++)
            kinds[i] = AnyKind();
    }

    /// <summary>Metres.</summary>
    public double Distance(int index) => Math.Max(2, distances[index].Value);

    /// <summary>Degrees, left positive.</summary>
    public double Azimuth(int index) => azimuths[index].Value;

    /// <summary>Metres a second; negative while it comes nearer.</summary>
    public double Approach(int index) => approaches[index];

    /// <summary>0 to 1.</summary>
    public double Confidence(int index) => Math.Clamp(confidences[index].Value, 0, 1);

    public string Kind(int index) => kinds[index];

    public void Step()
    {
        for (var i = 0; i < Objects; i++)
        {
            var before = Distance(i);
            distances[i].Step(noise);
            azimuths[i].Step(noise);
            confidences[i].Step(noise);
            approaches[i] += (((Distance(i) - before) / StepSeconds) - approaches[i]) * 0.1;
            // Now and then an object is lost and another takes its place.
            if (noise.Even(0, 1) < 0.002)
                kinds[i] = AnyKind();
        }
    }

    private string AnyKind() => noise.Even(0, 10) switch
    {
        < 5 => "car",
        < 6.5 => "truck",
        < 8 => "pedestrian",
        < 9 => "bicycle",
        _ => "unknown",
    };

    private static Wander[] Make(Func<int, Wander> make) => [.. Enumerable.Range(0, Objects).Select(make)];
}
