using System.Net;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Demo;

/// <summary>Six vehicles of three organisations, each with an edge agent of its own.</summary>
internal sealed class DemoFleet : IAsyncDisposable
{
    private static readonly (VehicleName Name, VehicleKind Kind)[] Known =
    [
        (new("alpha", "shuttle-1"), VehicleKind.Shuttle), (new("alpha", "shuttle-2"), VehicleKind.Shuttle),
        (new("bravo", "truck-1"), VehicleKind.Truck), (new("bravo", "van-1"), VehicleKind.Truck),
        (new("charlie", "sedan-1"), VehicleKind.Car), (new("charlie", "sedan-2"), VehicleKind.Car),
    ];

    private readonly CancellationTokenSource agents = new();
    private readonly Task[] running;

    private DemoFleet(Map map, IReadOnlyList<DemoVehicle> vehicles)
    {
        (Map, Vehicles) = (map, vehicles);
        running = [.. vehicles.Select(vehicle => vehicle.RunAsync(agents.Token))];
    }

    /// <summary>The test ground.</summary>
    public Map Map { get; }

    /// <summary>The vehicles, in the order of the table.</summary>
    public IReadOnlyList<DemoVehicle> Vehicles { get; }

    /// <summary>Starts every agent against the server.</summary>
    public static DemoFleet Start(IPEndPoint server, string spool, long seed, ILoggerFactory loggers)
    {
        var map = DemoMap.Read();
        var vehicles = Known.Select((known, index) => DemoVehicle.Create(
            known.Name, known.Kind, DemoVehicle.ToRoute(map, map.Routes[index % map.Routes.Count]),
            new DemoVehicleHost(server, Path.Combine(spool, known.Name.Vehicle), loggers, (ulong)(seed + index)))).ToArray();
        return new DemoFleet(map, vehicles);
    }

    /// <summary>Ends the driving and waits until everything spooled is acknowledged durable, or the time is over.</summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        foreach (var vehicle in Vehicles)
            vehicle.StopDriving();
        agents.CancelAfter(timeout);
        await Task.WhenAll(running);
    }

    public async ValueTask DisposeAsync()
    {
        await agents.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var vehicle in Vehicles)
            await vehicle.DisposeAsync();
        agents.Dispose();
    }
}
