using AutoValley.Mqtt;

namespace AutoValley.Server.Ingest.Broker;

/// <summary>The foreign broker that the server stands behind; keys <c>Broker:…</c>.</summary>
internal sealed record BrokerOptions
{
    /// <summary>Key <c>Broker:Address</c> (<c>--mqtt-broker</c>), with user, password and certificates of the other keys; null is none.</summary>
    public MqttClientOptions? Client { get; init; }

    /// <summary>Key <c>Broker:Group</c>: servers with the same name share the batches, with MQTT 5.</summary>
    public string Group { get; init; } = "autovalley";
}
