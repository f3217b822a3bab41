using AutoValley.Mqtt.Server.Connections;
using Microsoft.AspNetCore.Connections;
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
            provider.GetRequiredService<ILogger<MqttServer>>()));
        services.TryAddSingleton<MqttConnectionHandler>();
        return services;
    }

    /// <summary>Speaks MQTT on this port.</summary>
    public static ListenOptions UseMqtt(this ListenOptions listen)
    {
        listen.UseConnectionHandler<MqttConnectionHandler>();
        return listen;
    }

    private sealed class AcceptEverything : IMqttHandler;
}
