using System.Net;
using AutoValley.Server.Configuration;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Composition;

/// <summary>A running server: its catalogue and store opened, its ports bound. Disposing stops it cleanly.</summary>
internal sealed class ServerApplication : IAsyncDisposable
{
    private const string HostCategory = "Microsoft.Extensions.Hosting";

    private readonly WebApplication app;
    private readonly BoundPorts ports;

    private ServerApplication(WebApplication app, BoundPorts ports) => (this.app, this.ports) = (app, ports);

    /// <summary>HTTP/1.1, with the port that was taken.</summary>
    public IPEndPoint Http => ports.Http!.IPEndPoint!;

    /// <summary>gRPC, with the port that was taken.</summary>
    public IPEndPoint Grpc => ports.Grpc!.IPEndPoint!;

    /// <summary>MQTT, with the port that was taken.</summary>
    public IPEndPoint Mqtt => ports.Mqtt!.IPEndPoint!;

    /// <summary>MQTT over TLS, with the port that was taken; null without a certificate.</summary>
    public IPEndPoint? Mqtts => ports.Mqtts?.IPEndPoint;

    /// <summary>HTTP over TLS, with the port that was taken; null without a certificate.</summary>
    public IPEndPoint? Https => ports.Https?.IPEndPoint;

    /// <summary>The rooms, for the demo, tests and benchmarks.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Opens the data folder and the ports, or throws with nothing left open.</summary>
    /// <exception cref="StartException">A port or the data folder cannot be used; the message says which and why.</exception>
    public static async Task<ServerApplication> StartAsync(
        ServerOptions options, TimeProvider clock, Action<ILoggingBuilder> logging, CancellationToken cancellation)
    {
        var ports = new BoundPorts();
        WebApplication? app = null;
        // The host logs a failed start itself, in many lines; whoever starts the server says it in one.
        var started = false;
        try
        {
            app = ServerComposition.Build(
                options, clock,
                builder => { logging(builder); builder.AddFilter(HostCategory, level => started && level >= LogLevel.Warning); },
                ports);
            ServerComposition.Connect(app.Services);
            await app.StartAsync(cancellation);
            started = true;
            var server = new ServerApplication(app, ports);
            app.Services.GetRequiredService<ILogger<ServerApplication>>().Started(
                Observability.ServerStatus.Version, server.Http.ToString(), server.Grpc.ToString(), server.Mqtt.ToString(),
                Path.GetFullPath(options.DataFolder));
            return server;
        }
        catch (Exception error) when (error is IOException or StoreException or UnauthorizedAccessException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            if (app is not null)
                await app.DisposeAsync();
            throw new StartException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        app.Services.GetRequiredService<ILogger<ServerApplication>>().Stopping(app.Services.GetRequiredService<IngestCounters>().Samples);
        await app.DisposeAsync();
    }
}
