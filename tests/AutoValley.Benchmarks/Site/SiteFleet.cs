using AutoValley.Edge;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Server.Demo;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Site;

/// <summary>The agents of a workload, on the routes of the demo's test ground.</summary>
internal sealed class SiteFleet : IAsyncDisposable
{
    private readonly List<Agent> agents = [];

    public SiteFleet(SiteWorkload workload, string server, string spool)
    {
        var map = DemoMap.Read();
        var routes = map.Routes.Select(route => DemoVehicle.ToRoute(map, route)).ToArray();
        for (var index = 0; index < workload.Vehicles; index++)
        {
            var simulation = new SimulationOptions
            {
                Seed = (ulong)index + 1,
                Kind = (VehicleKind)(index % 3),
                Profile = SimulationProfile.Site,
                Duration = workload.Duration,
                Speed = workload.Maximum ? ReplaySpeed.Maximum : ReplaySpeed.Recorded,
            };
            var name = new VehicleName("benchmark", $"vehicle-{index + 1}");
            var options = new AgentOptions { Vehicle = name, Server = server, SpoolFolder = Path.Combine(spool, name.Vehicle) };
            var vehicle = new SimulatedVehicle(routes[index % routes.Length], simulation, TimeProvider.System);
            agents.Add(new Agent(options, [vehicle], TimeProvider.System, NullLoggerFactory.Instance));
            Vehicles.Add(name);
        }
    }

    public List<VehicleName> Vehicles { get; } = [];

    public long Published => agents.Sum(agent => agent.Status.SamplesPublished);

    public long Durable => agents.Sum(agent => agent.Status.SamplesDurable);

    /// <summary>Drives until all is durable.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(agents.Select(agent => agent.RunAsync(cancellation)));

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in agents)
            await agent.DisposeAsync();
    }
}
