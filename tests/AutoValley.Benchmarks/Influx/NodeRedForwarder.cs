using AutoValley.Benchmarks.Mqtt;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Peers.Influx;

namespace AutoValley.Benchmarks.Influx;

/// <summary>Mosquitto, and Node-RED with the flow of NodeRed/: JSON, 5,000 points or a tenth of a second a body.</summary>
internal sealed class NodeRedForwarder : IForwarder
{
    private readonly Broker broker;
    private readonly PeerProcess nodeRed;

    private NodeRedForwarder(Broker broker, PeerProcess nodeRed)
    {
        (this.broker, this.nodeRed) = (broker, nodeRed);
        Processes = [("Mosquitto", () => broker.Process.Cpu), ("Node-RED", () => nodeRed.Cpu)];
    }

    public string Name => "Mosquitto, Node-RED";

    public string Durability => "the broker has it in memory";

    public int MqttPort => broker.Port;

    public IReadOnlyList<(string Name, Func<TimeSpan> Cpu)> Processes { get; }

    public static async Task<NodeRedForwarder> StartAsync(InfluxServer influx, string folder, CancellationToken cancellation)
    {
        var broker = await Broker.StartAsync("mosquitto", cancellation);
        var (home, port) = (Path.Combine(Repository.Folder, "tests/AutoValley.Benchmarks/NodeRed"), FreePort.Take());
        string[] settings = [$"BROKER={broker.Port}", $"INFLUX={influx.Port}", $"PORT={port}", $"USER_FOLDER={folder}"];
        // Its process is node itself: env replaces itself by it.
        var nodeRed = PeerProcess.Start(
            "env", [.. settings, "node", Path.Combine(home, "node_modules/node-red/red.js"), "--settings", Path.Combine(home, "settings.js"), "--userDir", folder],
            "install Node.js 20, then run tests/AutoValley.Benchmarks/peers");
        await nodeRed.OrEndAsync(Listening.WaitAsync("Node-RED", port, cancellation));
        return new NodeRedForwarder(broker, nodeRed);
    }

    public async ValueTask DisposeAsync()
    {
        await nodeRed.DisposeAsync();
        await broker.DisposeAsync();
    }
}
