using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Query;

/// <summary>What <c>benchmarks query</c> measures.</summary>
/// <param name="Data">Name of a data set, or <see cref="Speed"/>.</param>
/// <param name="Samples">Samples of the long drive, or about those of the data set.</param>
/// <param name="Rounds">How often each question is asked of each store, in turns.</param>
/// <param name="WarmUps">How often it is asked before, or as often as two seconds allow.</param>
/// <param name="Zooms">Random zooms.</param>
/// <param name="Budget">Time a store may take for the zooms; a slower one is asked fewer.</param>
/// <param name="Peers">Names of stores.</param>
internal sealed record QueryWorkload(string Data, long Samples, int Rounds, int WarmUps, int Zooms, TimeSpan Budget, IReadOnlyList<string> Peers)
{
    /// <summary>The recording that is made for the queries.</summary>
    public const string Speed = "speed";

    private const long LeastFleetSamples = 30_000;
    private const long MostFleetSamples = 3_000_000;
    private const long MostExported = 10_000_000;

    /// <summary>Samples of each vehicle of the fleet.</summary>
    public long FleetSamples => Math.Clamp(Samples / SpeedRecording.FleetSize, LeastFleetSamples, MostFleetSamples);

    /// <summary>Samples of an export of a drive of so many.</summary>
    public static int ExportedOf(int samples) => (int)Math.Min(samples, MostExported);
}
