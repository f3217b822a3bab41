using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>A Will that is due unless its client comes back in time (MQTT 5.0 section 3.1.3.2.2).</summary>
internal sealed record PendingWill(MqttSessionInfo Client, ConnectWill Will);
