using System.Net;
using AutoValley.Edge;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Site;
using AutoValley.Site.Geometry;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Demo;

/// <summary>One simulated vehicle: simulator, agent, spool.</summary>
internal sealed class DemoVehicle : IAsyncDisposable
{
    private readonly EndableSource source;

    private DemoVehicle(VehicleName name, EndableSource source, Agent agent) => (Name, this.source, Agent) = (name, source, agent);

    /// <summary>organisation/vehicle.</summary>
    public VehicleName Name { get; }

    /// <summary>The real edge agent.</summary>
    public Agent Agent { get; }

    /// <summary>No sample of this run is older; Unix nanoseconds.</summary>
    public long StartTime { get; } = UnixTime.Now(TimeProvider.System);

    /// <summary>Puts a vehicle on a route.</summary>
    public static DemoVehicle Create(VehicleName name, VehicleKind kind, SimulationRoute route, DemoVehicleHost host)
    {
        var simulation = new SimulationOptions { Seed = host.Seed, Kind = kind, Profile = SimulationProfile.Demo };
        var source = new EndableSource(new SimulatedVehicle(route, simulation, TimeProvider.System));
        var options = new AgentOptions { Vehicle = name, Server = host.Server.ToString(), SpoolFolder = host.Spool };
        return new DemoVehicle(name, source, new Agent(options, [source], TimeProvider.System, host.Loggers));
    }

    /// <summary>Sends until the driving ends and everything is durable.</summary>
    public Task RunAsync(CancellationToken cancellation) => Agent.RunAsync(cancellation);

    /// <summary>Ends the driving; what was sampled is still sent.</summary>
    public void StopDriving() => source.End();

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        source.Dispose();
    }

    /// <summary>The route as the simulator takes it.</summary>
    public static SimulationRoute ToRoute(Map map, AutoValley.Site.Route route) => new(
        route.Name,
        [.. route.Path.Select(place => new RoutePosition(place.Latitude, place.Longitude, place.Altitude, SpeedLimitAt(map, place)))],
        route.IsClosed);

    private static double SpeedLimitAt(Map map, Position place) =>
        map.ZonesAt(place.Latitude, place.Longitude).Select(zone => zone.SpeedLimit).Min() ?? double.PositiveInfinity;
}

/// <summary>What a demo vehicle is given by the demo: the server's MQTT port, a folder, a log, and what makes its driving its own.</summary>
internal sealed record DemoVehicleHost(IPEndPoint Server, string Spool, ILoggerFactory Loggers, ulong Seed);
