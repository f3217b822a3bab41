namespace AutoValley.Mqtt.Server;

/// <summary>One stored row; kind, owner and item together are its key.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">Client id, or topic.</param>
/// <param name="Item">Which of the owner's.</param>
/// <param name="Value">The endpoint's own bytes.</param>
public readonly record struct MqttStoreEntry(MqttStoreKind Kind, string Owner, string Item, ReadOnlyMemory<byte> Value);
