namespace AutoValley.Mqtt.Sessions;

/// <summary>A publish that may go out now.</summary>
/// <param name="Item">The owner's publish.</param>
/// <param name="Qos">How.</param>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="Duplicate">Sent before, on an earlier connection of the session [MQTT-3.3.1-1].</param>
internal readonly record struct Outgoing<T>(T Item, QualityOfService Qos, ushort PacketId, bool Duplicate);
