using AutoValley.EndToEnd.Harness;
using AutoValley.V1;
using Grpc.Net.Client;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>The demo as a process: a server with a map and six simulated vehicles, which may be killed and started again on its ports and data.</summary>
public sealed class Ground : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly int http = ServerUnderTest.FreePort(), grpc = ServerUnderTest.FreePort(), mqtt = ServerUnderTest.FreePort();
    private readonly string[] settings;
    private readonly GrpcChannel channel;

    private Ground(string[] settings)
    {
        this.settings = settings;
        channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
    }

    public string Http => $"http://127.0.0.1:{http}";

    public HostedProcess Process { get; private set; } = null!;

    public FleetService.FleetServiceClient Fleet => new(channel);

    public SiteService.SiteServiceClient Site => new(channel);

    public QueryService.QueryServiceClient Query => new(channel);

    public RunService.RunServiceClient Runs => new(channel);

    public static async Task<Ground> StartAsync(params string[] settings)
    {
        var ground = new Ground(settings);
        await ground.StartAgainAsync();
        return ground;
    }

    public async Task StartAgainAsync()
    {
        Process = HostedProcess.Product(
            "AutoValley.Server", ["demo", "--data", Path.Combine(folder.FullName, "data"), "--http", $"{http}", "--grpc", $"{grpc}", "--mqtt", $"{mqtt}", .. settings]);
        await Process.LineAsync("charlie/");
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await Process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
