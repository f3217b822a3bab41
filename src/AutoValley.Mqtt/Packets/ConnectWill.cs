namespace AutoValley.Mqtt.Packets;

/// <summary>What the server publishes when this connection ends without a word.</summary>
/// <param name="Publish">The publish.</param>
/// <param name="DelaySeconds">How long the server waits for the client to come back first (MQTT 5.0 section 3.1.3.2.2).</param>
internal sealed record ConnectWill(MqttPublish Publish, uint DelaySeconds);
