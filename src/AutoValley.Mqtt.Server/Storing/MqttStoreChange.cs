namespace AutoValley.Mqtt.Server;

/// <summary>One change of the store.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">Client id, or topic.</param>
/// <param name="Item">Which of the owner's; null is all of this kind, and only with a null value.</param>
/// <param name="Value">What is put there, over anything that was; null deletes.</param>
public readonly record struct MqttStoreChange(MqttStoreKind Kind, string Owner, string? Item, ReadOnlyMemory<byte>? Value);
