using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>A connection's Will: due at its end, unless the client says goodbye or comes back in time (MQTT 5.0 sections 3.1.2.5 and 3.1.3.2.2).</summary>
/// <param name="Client">Whose.</param>
/// <param name="Will">What.</param>
/// <param name="Number">Its own in the store.</param>
internal sealed record PendingWill(MqttSessionInfo Client, ConnectWill Will, long Number);
