namespace AutoValley.Mqtt.Server;

/// <summary>The server's answer within enhanced authentication.</summary>
/// <param name="Reason">ContinueAuthentication, Success or a failure.</param>
/// <param name="Data">Authentication Data for the client, if any.</param>
public readonly record struct MqttAuthenticationStep(MqttReasonCode Reason, ReadOnlyMemory<byte>? Data = null);
