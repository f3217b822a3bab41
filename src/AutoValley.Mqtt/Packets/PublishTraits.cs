namespace AutoValley.Mqtt.Packets;

/// <summary>What is of fixed length about a publish that came.</summary>
/// <param name="Qos">Quality of service.</param>
/// <param name="Retain">The flag.</param>
/// <param name="Duplicate">The flag.</param>
/// <param name="MessageExpiry">Null is for ever.</param>
/// <param name="IsText">The payload format indicator.</param>
internal readonly record struct PublishTraits(QualityOfService Qos, bool Retain, bool Duplicate, TimeSpan? MessageExpiry = null, bool IsText = false);
