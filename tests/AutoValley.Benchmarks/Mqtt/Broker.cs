using System.Globalization;
using System.Threading.Channels;
using AutoValley.Benchmarks.Peers;
using AutoValley.Testing;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>A broker in a process of its own, on loopback, without TLS or persistence.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private readonly ChannelReader<string> lines;

    private Broker(string name, PeerProcess process, int port, DirectoryInfo folder, ChannelReader<string> lines) =>
        (Name, Process, Port, this.folder, this.lines) = (name, process, port, folder, lines);

    public static IReadOnlyList<string> Names => ["autovalley", "mosquitto", "aedes"];

    public string Name { get; }

    public PeerProcess Process { get; }

    public int Port { get; }

    /// <summary>Starts one by its name, with its limits on what waits taken away.</summary>
    public static async Task<Broker> StartAsync(string name, CancellationToken cancellation)
    {
        var (port, folder) = (FreePort.Take(), Directory.CreateTempSubdirectory("autovalley-mqtt-"));
        var (program, arguments, help) = name switch
        {
            "autovalley" => ("dotnet", new[] { typeof(Broker).Assembly.Location, MqttEndpoint.Name, $"{port}" }, "it is this program"),
            "mosquitto" => ("/usr/sbin/mosquitto", ["-c", await MosquittoFileAsync(folder, port, cancellation)], "run tests/AutoValley.Benchmarks/peers"),
            "aedes" => ("node", [Path.Combine(Repository.Folder, "tests/AutoValley.Benchmarks/Aedes/peer.js"), $"{port}"], "install Node.js 20, then run tests/AutoValley.Benchmarks/peers"),
            _ => throw new BenchmarkException($"there is no peer {name}; known: {string.Join(", ", Names)}"),
        };
        var lines = Channel.CreateUnbounded<string>();
        var process = PeerProcess.Start(program, arguments, help, line => lines.Writer.TryWrite(line));
        var broker = new Broker(name, process, port, folder, lines);
        await broker.Process.OrEndAsync(Listening.WaitAsync(name, port, cancellation));
        return broker;
    }

    /// <summary>Bytes of its heap that are alive; null of a peer that cannot tell.</summary>
    public async Task<long?> HeapBytesAsync(CancellationToken cancellation)
    {
        if (Name != Names[0])
            return null;
        await Process.Input.WriteLineAsync(HeapAnswers.Alive.AsMemory(), cancellation);
        await Process.Input.FlushAsync(cancellation);
        return long.Parse(await lines.ReadAsync(cancellation), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task<string> MosquittoFileAsync(DirectoryInfo folder, int port, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.FullName, "mosquitto.conf");
        string[] lines =
        [
            $"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", "set_tcp_nodelay true", "max_inflight_messages 0",
            "max_queued_messages 0", "log_type error", $"user {Environment.UserName}",
        ];
        await File.WriteAllLinesAsync(path, lines, cancellation);
        return path;
    }
}
