using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;

namespace AutoValley.Edge.Tests.Sources.Simulation;

/// <summary>A simulated drive as fast as it goes, from 2026-11-22T00:00Z.</summary>
internal static class SimulatedRun
{
    public const long Start = 1_795_305_600_000_000_000;

    public static async Task<CollectingSink> OfAsync(SimulationRoute route, double seconds, ulong seed = 1, VehicleKind kind = VehicleKind.Car, SimulationProfile? profile = null)
    {
        var sink = new CollectingSink();
        var options = new SimulationOptions
        {
            Seed = seed, Kind = kind, Profile = profile ?? SimulationProfile.Site, Speed = ReplaySpeed.Maximum, Start = Start, Duration = TimeSpan.FromSeconds(seconds),
        };
        await new SimulatedVehicle(route, options, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        return sink;
    }
}
