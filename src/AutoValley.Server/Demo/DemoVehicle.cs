using System.Net;
using AutoValley.Edge;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Site;
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
    public static DemoVehicle Create(VehicleName name, Site.Route route, long seed, IPEndPoint server, string spool, ILoggerFactory loggers)
    {
        var source = new EndableSource(new SimulationSource(ToOptions(route, seed), TimeProvider.System));
        var options = new AgentOptions { Vehicle = name, Server = server.ToString(), SpoolFolder = spool };
        return new DemoVehicle(name, source, new Agent(options, [source], TimeProvider.System, loggers));
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

    private static SimulationOptions ToOptions(Site.Route route, long seed) => new()
    {
        Route = new Route([.. route.Path.Select(point => new RoutePoint(point.Latitude, point.Longitude, point.Altitude))], route.IsClosed),
        Seed = (ulong)seed,
        Profile = SimulationProfile.Demo,
    };
}
