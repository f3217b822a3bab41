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
        if (!ServerAddress.TryParse(options.Server, out var address))
            throw new IOException($"'{options.Server}' is not host:port");
        var vehicle = options.Vehicle;
        var client = await MqttClient.ConnectAsync(
            new MqttClientOptions
            {
                Host = address.Host,
                Port = address.Port,
                ClientId = $"av-{vehicle.Organisation}-{vehicle.Vehicle}",
                KeepAlive = KeepAlive,
                Tls = options.Tls,
                UserName = options.UserName,
                Password = options.Password is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
                Will = new MqttPublish
                {
                    Topic = Topics.Of(vehicle, TopicKind.Status),
                    Payload = Encoding.UTF8.GetBytes(Topics.Offline),
                    Qos = QualityOfService.AtLeastOnce,
                    Retain = true,
                },
            },
            clock, cancellation);
        return new MqttUplinkConnection(client, vehicle);
    }
}
