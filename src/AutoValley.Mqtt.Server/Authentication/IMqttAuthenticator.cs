namespace AutoValley.Mqtt.Server;

/// <summary>
/// Enhanced authentication (MQTT 5.0 section 4.12), by the host: a conversation over AUTH packets before CONNACK, and again whenever the client asks for it.
/// Registered beside <see cref="IMqttHandler"/>; without one, or for a method that it does not know, clients with an authentication method are refused.
/// </summary>
public interface IMqttAuthenticator
{
    /// <summary>Begins a conversation; null when the method is not supported (BadAuthenticationMethod).</summary>
    /// <param name="method">Name of the method, as the client gave it.</param>
    /// <param name="client">Who, by its own word.</param>
    IMqttAuthentication? Begin(string method, MqttSessionInfo client);
}
