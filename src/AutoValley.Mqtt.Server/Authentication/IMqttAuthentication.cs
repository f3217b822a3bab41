namespace AutoValley.Mqtt.Server;

/// <summary>One conversation of enhanced authentication.</summary>
public interface IMqttAuthentication
{
    /// <summary>
    /// The client's next word. <see cref="MqttReasonCode.ContinueAuthentication"/> asks for another, <see cref="MqttReasonCode.Success"/> ends well,
    /// a failure refuses the client, or closes its connection.
    /// </summary>
    /// <param name="data">Authentication Data, if the client gave any.</param>
    /// <param name="cancellation">The client takes too long.</param>
    ValueTask<MqttAuthenticationStep> ContinueAsync(ReadOnlyMemory<byte>? data, CancellationToken cancellation);
}
