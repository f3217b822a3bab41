namespace AutoValley.Mqtt.Server;

/// <summary>What a host may add to the endpoint.</summary>
/// <param name="Store">Where sessions survive a restart; null is nowhere.</param>
/// <param name="Authenticator">Enhanced authentication; null is none.</param>
internal readonly record struct MqttServerParts(IMqttStore? Store = null, IMqttAuthenticator? Authenticator = null);
