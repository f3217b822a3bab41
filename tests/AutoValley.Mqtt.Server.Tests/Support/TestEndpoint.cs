using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>The endpoint on Kestrel, on a free loopback port.</summary>
internal sealed class TestEndpoint : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestEndpoint(WebApplication app) => this.app = app;

    public MqttServer Server => app.Services.GetRequiredService<MqttServer>();

    public int Port { get; private init; }

    public MqttClientOptions ClientOptions => new() { Port = Port };

    public static async Task<TestEndpoint> StartAsync(IMqttHandler? handler = null, MqttServerOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttServer(options);
        if (handler is not null)
            builder.Services.AddSingleton(handler);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseMqtt()));
        var app = builder.Build();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new TestEndpoint(app) { Port = new Uri(address).Port };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
