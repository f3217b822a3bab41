using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Server.Demo;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>The site's workload: simulated vehicles, each 40 signals at 100 Hz, 100 at 10 Hz and 60 at 1 Hz (some are texts).</summary>
internal static class SimulatedSite
{
    // 2026-01-05 00:00 UTC.
    private const long Start = 1_767_571_200_000_000_000;

    public static async Task<RecordedVehicle> DriveAsync(int number, TimeSpan duration, CancellationToken cancellation)
    {
        var map = DemoMap.Read();
        var simulation = new SimulationOptions
        {
            Seed = (ulong)number,
            Kind = (VehicleKind)(number % 3),
            Profile = SimulationProfile.Site,
            Start = Start,
            Duration = duration,
            Speed = ReplaySpeed.Maximum,
        };
        var route = DemoVehicle.ToRoute(map, map.Routes[number % map.Routes.Count]);
        var sink = new RecordingSink();
        await new SimulatedVehicle(route, simulation, TimeProvider.System).RunAsync(sink, cancellation);
        return sink.ToVehicle(new VehicleName("bench", $"site-{number}"));
    }
}
