namespace AutoValley.Mqtt;

/// <summary>How a <see cref="MqttClientSession"/> stands.</summary>
/// <param name="IsConnected">Connected, and subscribed to all that was asked for.</param>
/// <param name="Connections">Connections made so far.</param>
/// <param name="SessionPresent">Whether the server had kept the session at the last connection.</param>
/// <param name="LastError">Why the last connection ended or could not be made; null after a good one.</param>
/// <param name="NextRetry">Time to the next attempt, while there is none.</param>
public sealed record MqttSessionStatus(bool IsConnected, int Connections, bool SessionPresent, MqttException? LastError, TimeSpan? NextRetry);
