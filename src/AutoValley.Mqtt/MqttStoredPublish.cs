namespace AutoValley.Mqtt;

/// <summary>A publish that an earlier process did not see the end of.</summary>
/// <param name="PacketId">The identifier that it may have gone out with, and goes with again [MQTT-4.4.0-1].</param>
/// <param name="Publish">The publish.</param>
/// <param name="IsReleased">PUBREC came: only PUBREL is left to send.</param>
public sealed record MqttStoredPublish(ushort PacketId, MqttPublish Publish, bool IsReleased);
