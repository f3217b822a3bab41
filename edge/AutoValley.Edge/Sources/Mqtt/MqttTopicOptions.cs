using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>Topics that are subscribed to, and what their payloads are.</summary>
/// <param name="Filter">Topic filter.</param>
public sealed record MqttTopicOptions(string Filter)
{
    /// <summary>
    /// The signal of a topic whose payload is one value; <c>{1}</c> is what the filter's first wildcard stands for. Null: the payload is JSON and names its signals.
    /// </summary>
    public string? Signal { get; init; }

    /// <summary>Type of one value.</summary>
    public SignalType Type { get; init; } = SignalType.Double;

    /// <summary>Unit of one value.</summary>
    public string Unit { get; init; } = "";

    /// <summary>
    /// Comes before the names that JSON or Sparkplug gives, as <c>Private.{1}.</c>; may hold wildcards as <see cref="Signal"/> does. Null is nothing for JSON, and
    /// <c>Sparkplug.group.node.device.</c> for Sparkplug.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>Whether the payload is one of Sparkplug B, in place of JSON.</summary>
    public bool IsSparkplug { get; init; }

    /// <summary>Whether a Sparkplug node is asked to be born again when something of it was missed.</summary>
    public bool AsksForRebirth { get; init; }

    /// <summary>Highest QoS that is asked for.</summary>
    public QualityOfService Qos { get; init; } = QualityOfService.AtLeastOnce;

    /// <summary>Whether a retained value that says no time is taken, with the time of receipt; else it is left out, as it may be old.</summary>
    public bool TakesRetained { get; init; }
}
