using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Cli.Tests.Fakes;

/// <summary>The public services over a real connection; a test says what they answer and sees what they were asked.</summary>
public sealed class FakeServer : IAsyncLifetime
{
    private WebApplication? app;

    public string Address { get; private set; } = "";

    internal FakeFleet Fleet { get; } = new();

    internal FakeAgents Agents { get; } = new();

    internal FakeCommands Commands { get; } = new();

    internal FakeQuery Query { get; } = new();

    internal FakeLive Live { get; } = new();

    internal FakeRuns Runs { get; } = new();

    internal FakeStore Store { get; } = new();

    internal FakeSite Site { get; } = new();

    internal FakeIngest Ingest { get; } = new();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Fleet).AddSingleton(Agents).AddSingleton(Commands).AddSingleton(Query).AddSingleton(Live).AddSingleton(Runs).AddSingleton(Ingest).AddSingleton(Store).AddSingleton(Site);
        app = builder.Build();
        app.MapGrpcService<FakeFleet>();
        app.MapGrpcService<FakeAgents>();
        app.MapGrpcService<FakeCommands>();
        app.MapGrpcService<FakeQuery>();
        app.MapGrpcService<FakeLive>();
        app.MapGrpcService<FakeRuns>();
        app.MapGrpcService<FakeIngest>();
        app.MapGrpcService<FakeStore>();
        app.MapGrpcService<FakeSite>();
        await app.StartAsync();
        Address = app.Urls.Single();
    }

    public async Task DisposeAsync() => await app!.DisposeAsync();
}
