using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Cli.Remote;

/// <summary>The server of one command, and how long its calls may take.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly System.TimeSpan DefaultTimeout = System.TimeSpan.FromSeconds(30);
    private static readonly System.TimeSpan ConnectTimeout = System.TimeSpan.FromSeconds(10);

    // A stream may be silent for long: who waits on it learns of a dead server within this and the time for an answer.
    private static readonly System.TimeSpan PingDelay = System.TimeSpan.FromSeconds(30);
    private static readonly System.TimeSpan PingTimeout = System.TimeSpan.FromSeconds(10);

    private readonly GrpcChannel channel;
    private readonly CancellationToken stop;
    private readonly DateTime? deadline;
    private readonly DateTime shortDeadline;

    /// <param name="address">Of the server; nothing is sent yet.</param>
    /// <param name="timeout">Nanoseconds for the whole command; null for as long as each call may take by itself.</param>
    /// <param name="stop">Ends the calls.</param>
    public Connection(Uri address, long? timeout, CancellationToken stop)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = address.Scheme == Uri.UriSchemeHttps, // a proxy passes no HTTP/2 in plain text
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        channel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, ServiceConfig = Retries.Config() });
        this.stop = stop;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime; // what the transport's timers run by
        deadline = timeout is { } nanos ? now.AddTicks(nanos / System.TimeSpan.NanosecondsPerTick) : null; // 292 years at most
        shortDeadline = deadline ?? now + DefaultTimeout;
    }

    /// <summary>Fired when the user wants the command to end.</summary>
    public CancellationToken Stop => stop;

    public FleetService.FleetServiceClient Fleet => new(channel);

    public AgentService.AgentServiceClient Agents => new(channel);

    public CommandService.CommandServiceClient Commands => new(channel);

    public QueryService.QueryServiceClient Query => new(channel);

    public LiveService.LiveServiceClient Live => new(channel);

    public RunService.RunServiceClient Runs => new(channel);

    public SiteService.SiteServiceClient Site => new(channel);

    public StoreService.StoreServiceClient Store => new(channel);

    public IngestService.IngestServiceClient Ingest => new(channel);

    /// <summary>For a call with one answer.</summary>
    public CallOptions Unary => new(deadline: shortDeadline, cancellationToken: stop);

    /// <summary>For a call that streams for as long as there is something to stream.</summary>
    public CallOptions Streaming => new(deadline: deadline, cancellationToken: stop);

    public void Dispose() => channel.Dispose();
}
