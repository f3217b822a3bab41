using AutoValley.Mqtt.Server.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server;

/// <summary>How a host gets the endpoint.</summary>
public static class MqttServerExtensions
{
    /// <summary>Adds <see cref="MqttServer"/>. The host registers its <see cref="IMqttHandler"/>, else everything is accepted; and a <see cref="TimeProvider"/>, else it is the system's.</summary>
    /// <exception cref="ArgumentException">Options that cannot be, all of them named.</exception>
    public static IServiceCollection AddMqttServer(this IServiceCollection services, MqttServerOptions? options = null)
    {
        if (options?.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        services.TryAddSingleton(options ?? new MqttServerOptions());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new MqttServer(
            provider.GetRequiredService<MqttServerOptions>(),
            () => provider.GetService<IMqttHandler>() ?? new AcceptEverything(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MqttServer>>(),
            new MqttServerParts(provider.GetService<IMqttStore>(), provider.GetService<IMqttAuthenticator>())));
        services.TryAddSingleton<MqttConnectionHandler>();
        services.AddHostedService<MqttServerLifetime>();
        return services;
    }

    /// <summary>Speaks MQTT on this port.</summary>
    public static ListenOptions UseMqtt(this ListenOptions listen)
    {
        listen.UseConnectionHandler<MqttConnectionHandler>();
        return listen;
    }

    /// <summary>Speaks MQTT over TLS on this port; 8883 is registered for it.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="configure">The server's certificate, and whether clients show one: it comes to <see cref="MqttConnectInfo.ClientCertificate"/>.</param>
    public static ListenOptions UseMqttTls(this ListenOptions listen, Action<HttpsConnectionAdapterOptions> configure)
    {
        listen.UseHttps(configure);
        return listen.UseMqtt();
    }

    /// <summary>
    /// Speaks MQTT over WebSocket at this path of the host's HTTP port (MQTT 5.0 section 6): subprotocol <c>mqtt</c>, binary frames, in which packets may be cut anywhere.
    /// </summary>
    public static IEndpointConventionBuilder MapMqtt(this IEndpointRouteBuilder endpoints, string path)
    {
        var server = endpoints.ServiceProvider.GetRequiredService<MqttServer>();
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(context => new WebSocketDoor(server).OpenAsync(context));
        return endpoints.Map(path, pipeline.Build());
    }

    private sealed class AcceptEverything : IMqttHandler;
}
