using System.Text;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Uplink;

/// <summary>Connects to the server's MQTT port as <c>av-organisation-vehicle</c>, with a Will that says offline.</summary>
internal sealed class MqttUplinkConnector(AgentOptions options, TimeProvider clock) : IUplinkConnector
{
    // A vehicle that drives out of coverage is told so within half a minute.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Server => options.Server;

    /// <inheritdoc/>
    public async Task<IUplinkConnection> ConnectAsync(CancellationToken cancellation)
    {
        var will = new MqttPublish
        {
            Topic = Topics.Of(options.Vehicle, TopicKind.Status),
            Payload = Encoding.UTF8.GetBytes(Topics.Offline),
            Qos = QualityOfService.AtLeastOnce,
            Retain = true,
        };
        var client = await MqttClient.ConnectAsync(ClientOptions(options) with { Will = will }, clock, cancellation);
        return new MqttUplinkConnection(client, options.Vehicle);
    }

    /// <summary>How to connect as the vehicle, but for its Will.</summary>
    /// <exception cref="IOException">The server's address is none.</exception>
    internal static MqttClientOptions ClientOptions(AgentOptions options) => !ServerAddress.TryParse(options.Server, out var address)
        ? throw new IOException($"'{options.Server}' is not host:port")
        : new MqttClientOptions
        {
            Host = address.Host,
            Port = address.Port,
            ClientId = $"av-{options.Vehicle.Organisation}-{options.Vehicle.Vehicle}",
            KeepAlive = KeepAlive,
            Tls = options.Tls,
            UserName = options.UserName,
            Password = options.Password is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
        };
}
