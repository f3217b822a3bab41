using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>A server of LoadService in a process of its own, on loopback, and a slow way to it for each delay.</summary>
internal sealed class GrpcPeer : IAsyncDisposable
{
    private readonly int port;
    private readonly Dictionary<TimeSpan, (PeerProcess Link, int Port)> links = [];

    private GrpcPeer(string name, PeerProcess process, int port) => (Name, Process, this.port) = (name, process, port);

    /// <summary>Servers that our client reads, and one that its own client does.</summary>
    public static IReadOnlyList<string> Names => ["autovalley", "grpc-js", "grpc-js-both"];

    /// <summary>Who reads what it sends.</summary>
    public IGrpcClient CreateClient() => Name == Names[2] ? new GrpcJsClient(this) : new OwnClient(this);

    public string Name { get; }

    public PeerProcess Process { get; }

    /// <summary>Starts one by its name.</summary>
    public static async Task<GrpcPeer> StartAsync(string name, CancellationToken cancellation)
    {
        var port = FreePort.Take();
        var (program, arguments) = name switch
        {
            "autovalley" => ("dotnet", new[] { typeof(GrpcPeer).Assembly.Location, GrpcEndpoint.Name, $"{port}" }),
            "grpc-js" or "grpc-js-both" => ("node", [Path.Combine(Repository.Folder, "tests/AutoValley.Benchmarks/GrpcJs/peer.js"), $"{port}"]),
            _ => throw new BenchmarkException($"there is no peer {name}; known: {string.Join(", ", Names)}"),
        };
        var process = PeerProcess.Start(program, arguments, "install Node.js 20, then run tests/AutoValley.Benchmarks/peers");
        await process.OrEndAsync(Listening.WaitAsync(name, port, cancellation));
        return new GrpcPeer(name, process, port);
    }

    /// <summary>The port where it is reached with this delay, there and back.</summary>
    public async Task<int> PortAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay == TimeSpan.Zero)
            return port;
        if (!links.TryGetValue(delay, out var link))
        {
            var near = FreePort.Take();
            string[] arguments = [typeof(GrpcPeer).Assembly.Location, DelayCommand.Name, $"{near}", $"{port}", $"{delay.TotalMilliseconds / 2}"];
            links[delay] = link = (PeerProcess.Start("dotnet", arguments, "it is this program"), near);
            await link.Link.OrEndAsync(Listening.WaitAsync("the link", near, cancellation));
        }
        return link.Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (link, _) in links.Values)
            await link.DisposeAsync();
        await Process.DisposeAsync();
    }
}
