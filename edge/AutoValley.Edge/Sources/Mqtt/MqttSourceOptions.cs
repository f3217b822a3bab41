using AutoValley.Mqtt;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>A broker, and the topics that are taken from it.</summary>
public sealed record MqttSourceOptions
{
    /// <summary>Topics that a source knows, each a signal or more; of one more nothing is taken, so that a flood of topics does not use up the session's signals.</summary>
    public const int MaximumTopics = 1_024;

    /// <summary>Where, and who the agent is there.</summary>
    public required MqttClientOptions Client { get; init; }

    /// <summary>The first whose filter fits a topic says what it is.</summary>
    public required IReadOnlyList<MqttTopicOptions> Topics { get; init; }
}
