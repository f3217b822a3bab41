using System.Collections.Concurrent;
using AutoValley.Grpc.Server.Tests.Calls;
using AutoValley.Grpc.Server.Tests.Interop.Wire;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Grpc.Server.Tests;

/// <summary>A real Kestrel with HTTP/2 in plain text on a free loopback port.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>Of a scripted server: longer than any test, so that only the virtual clock ends something.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(10);

    /// <summary>From the begin of a stop to the end of the calls that still run.</summary>
    public static readonly TimeSpan StopLimit = StopTimeout - TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly LogBook _log;

    private TestServer(WebApplication app, LogBook log)
    {
        _app = app;
        _log = log;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    /// <summary>What was logged as an error or worse.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    public static async Task<TestServer> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<WebApplication>? map = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        Action<IServiceCollection>? services = null)
    {
        var log = new LogBook();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        services?.Invoke(builder.Services);
        builder.Services.AddGrpc(options ?? (_ => { }));
        var app = builder.Build();
        if (map is null)
        {
            app.Use(next => context => ServerTap.PassAsync(context, next, log.Add));
            app.MapGrpcService<Interop.InteropService>();
        }
        else
        {
            map(app);
        }
        await app.StartAsync();
        return new TestServer(app, log);
    }

    /// <summary>A server whose one service does what the script says.</summary>
    public static Task<TestServer> StartAsync(Script script, Action<GrpcServiceOptions>? options = null, TimeProvider? clock = null) => StartAsync(
        options, app => app.MapGrpcService<ScriptedService>(), services: services => AddScript(services, script, clock));

    /// <summary>A server whose one service, taken over gRPC-Web too, does what the script says; without one it is that of the interoperability tests.</summary>
    public static Task<TestServer> StartWebAsync(HttpProtocols protocols, Script? script = null, Action<GrpcServiceOptions>? options = null, TimeProvider? clock = null) => StartAsync(
        options,
        app =>
        {
            app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
            if (script is null)
                app.MapGrpcService<Interop.InteropService>();
            else
                app.MapGrpcService<ScriptedService>();
        },
        protocols,
        services => AddScript(services, script ?? new Script(), clock));

    /// <summary>All that a host does when it is told to stop but to stop: calls see a stop whose pace a test decides.</summary>
    public void BeginStop() => _app.Lifetime.StopApplication();

    /// <summary>Stops; completes when the connections are closed.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Whoever calls next is served.</summary>
    public async Task ServesAsync() =>
        await new AutoValley.Interop.InteropService.InteropServiceClient(Channel).UnaryCallAsync(new AutoValley.Interop.UnaryRequest(), deadline: DateTime.UtcNow + TimeSpan.FromMinutes(2));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }

    private static void AddScript(IServiceCollection services, Script script, TimeProvider? clock) => services
        .AddSingleton(script).AddSingleton(clock ?? TimeProvider.System)
        .Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout)
        // Which goes by a clock of its own.
        .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = null);

    private sealed class LogBook : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _errors = [];

        public IReadOnlyCollection<string> Errors => _errors;

        public void Add(string error) => _errors.Enqueue(error);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Add($"{eventId.Id} {formatter(state, exception)} {exception?.Message}");
        }

        public void Dispose()
        {
        }
    }
}
