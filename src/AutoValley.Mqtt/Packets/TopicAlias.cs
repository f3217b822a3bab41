namespace AutoValley.Mqtt.Packets;

/// <summary>A number that stands for a topic on one connection, in one direction (MQTT 5.0 section 3.3.2.3.4).</summary>
/// <param name="Number">0 is none.</param>
/// <param name="IsKnown">The receiver was told it before: the topic is left out.</param>
internal readonly record struct TopicAlias(ushort Number, bool IsKnown);
