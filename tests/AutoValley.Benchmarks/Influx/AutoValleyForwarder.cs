using System.Net;
using AutoValley.Benchmarks.Peers.Influx;
using AutoValley.Benchmarks.Site;

namespace AutoValley.Benchmarks.Influx;

/// <summary>The server with InfluxDB as its store.</summary>
internal sealed class AutoValleyForwarder : IForwarder
{
    private readonly ServerProcess server;

    private AutoValleyForwarder(ServerProcess server)
    {
        this.server = server;
        Processes = [("AutoValley", () => server.Cpu)];
    }

    public string Name => "AutoValley";

    public string Durability => "on disk, synced";

    public int MqttPort => IPEndPoint.Parse(server.Mqtt).Port;

    public IReadOnlyList<(string Name, Func<TimeSpan> Cpu)> Processes { get; }

    public static async Task<AutoValleyForwarder> StartAsync(InfluxServer influx, string folder, CancellationToken cancellation) => new(await ServerProcess.StartAsync(
        folder, cancellation, "--store", "influx", "--set", $"Influx:Url=http://127.0.0.1:{influx.Port}", "--set", "Influx:Database=bench", "--set", "Store:SealAge=1s"));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
