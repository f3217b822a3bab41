using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AutoValley.V1;
using Grpc.Net.Client;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A server process on ports and in a folder of its own, which may be killed and started again.</summary>
public sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly string[] settings;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private readonly int http = FreePort();
    private readonly int grpc = FreePort();
    private readonly int mqtt = FreePort();

    private ServerUnderTest(string[] settings)
    {
        this.settings = settings;
        Channel = GrpcChannel.ForAddress(GrpcAddress);
    }

    public string Folder => folder.FullName;

    public string Http => $"http://127.0.0.1:{http}";

    public string GrpcAddress => $"http://127.0.0.1:{grpc}";

    public string Mqtt => $"127.0.0.1:{mqtt}";

    public int MqttPort => mqtt;

    public int GrpcPort => grpc;

    public GrpcChannel Channel { get; }

    public HostedProcess Process { get; private set; } = null!;

    /// <summary>What the environment of the next start has beside this one's.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public FleetService.FleetServiceClient Fleet => new(Channel);

    public AgentService.AgentServiceClient Agents => new(Channel);

    public QueryService.QueryServiceClient Query => new(Channel);

    public CommandService.CommandServiceClient Commands => new(Channel);

    public SiteService.SiteServiceClient Site => new(Channel);

    public RunService.RunServiceClient Runs => new(Channel);

    /// <summary>One that was not started yet.</summary>
    public static ServerUnderTest Create(params string[] settings) => new(settings);

    public static async Task<ServerUnderTest> StartAsync(params string[] settings)
    {
        var server = new ServerUnderTest(settings);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        Process = HostedProcess.Product(
            "AutoValley.Server",
            Variables,
            ["--data", Path.Combine(Folder, "data"), "--http", $"{http}", "--grpc", $"{grpc}", "--mqtt", $"{mqtt}", .. settings]);
        await Process.LineAsync("ready:");
    }

    /// <summary>SIGTERM; the exit code must be 0.</summary>
    public async Task StopAsync()
    {
        await Process.SignalAsync("TERM");
        await Process.SuccessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Process.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>A port that was free a moment ago, and is given only once.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            if (Given.TryAdd(((IPEndPoint)listener.LocalEndpoint).Port, true))
                return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
