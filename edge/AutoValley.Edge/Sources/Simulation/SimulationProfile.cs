namespace AutoValley.Edge.Sources.Simulation;

/// <summary>How many signals a simulated vehicle has at each rate; the most telling ones come first.</summary>
/// <param name="At100Hz">0 to 40.</param>
/// <param name="At10Hz">0 to 100.</param>
/// <param name="At1Hz">0 to 60.</param>
public sealed record SimulationProfile(int At100Hz, int At10Hz, int At1Hz)
{
    /// <summary>The site workload of the benchmarks: 200 signals, 5,060 samples a second.</summary>
    public static SimulationProfile Site { get; } = new(40, 100, 60);

    /// <summary>For a table that people watch: 40 signals, 1,212 samples a second.</summary>
    public static SimulationProfile Demo { get; } = new(10, 20, 12);

    /// <summary>Samples a second of event time.</summary>
    public int SamplesPerSecond => (At100Hz * 100) + (At10Hz * 10) + At1Hz;
}
