namespace AutoValley.Mqtt;

/// <summary>A name and a value that travel with a publish (MQTT 5.0 section 3.3.2.3.7); names may repeat, order is kept.</summary>
public readonly record struct MqttUserProperty(string Name, string Value);
