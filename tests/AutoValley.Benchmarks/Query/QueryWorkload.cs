using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Query;

/// <summary>What <c>benchmarks query</c> measures.</summary>
/// <param name="Samples">Samples of the long drive.</param>
/// <param name="Rounds">How often each question is asked of each store, in turns.</param>
/// <param name="WarmUps">How often it is asked before, or as often as two seconds allow.</param>
/// <param name="Zooms">Random zooms.</param>
/// <param name="Budget">Time a store may take for the zooms; a slower one is asked fewer.</param>
/// <param name="Peers">Names of stores.</param>
internal sealed record QueryWorkload(long Samples, int Rounds, int WarmUps, int Zooms, TimeSpan Budget, IReadOnlyList<string> Peers)
{
    private const long LeastFleetSamples = 30_000;
    private const long MostFleetSamples = 3_000_000;
    private const long MostExported = 10_000_000;

    /// <summary>Samples of each vehicle of the fleet.</summary>
    public long FleetSamples => Math.Clamp(Samples / SpeedRecording.FleetSize, LeastFleetSamples, MostFleetSamples);

    /// <summary>Samples of the export.</summary>
    public int ExportedSamples => (int)Math.Min(Samples, MostExported);
}
