using Microsoft.Extensions.Hosting;

namespace AutoValley.Mqtt.Server;

/// <summary>Lets the host start the endpoint before its ports open, and stop it after the last connection.</summary>
internal sealed class MqttServerLifetime(MqttServer server) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken).AsTask();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        server.PublishDueWills();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => server.DisposeAsync().AsTask();
}
