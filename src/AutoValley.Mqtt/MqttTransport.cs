namespace AutoValley.Mqtt;

/// <summary>What carries the packets; TLS goes with either (<see cref="MqttClientOptions.Tls"/>).</summary>
public enum MqttTransport
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>WebSocket, binary frames, subprotocol <c>mqtt</c> (MQTT 5.0 section 6).</summary>
    WebSocket,
}
