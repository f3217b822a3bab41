namespace AutoValley.Mqtt;

/// <summary>What a client asks for. All but filter and QoS need MQTT 5; with 3.1.1 they are left out.</summary>
/// <param name="Filter">Topic filter; <c>$share/group/filter</c> shares it with others of that group (MQTT 5).</param>
/// <param name="Qos">Highest QoS that it gets publishes with.</param>
public sealed record MqttSubscription(string Filter, QualityOfService Qos)
{
    /// <summary>Not what this client publishes itself.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Retained publishes keep their mark when they are forwarded.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>Whether it gets what is retained.</summary>
    public RetainHandling RetainHandling { get; init; }

    /// <summary>Comes back with every publish, in <see cref="MqttPublish.SubscriptionIds"/>; 0 is none, at most 268,435,455.</summary>
    public uint Id { get; init; }

    /// <summary>Whether it is shared with others.</summary>
    internal bool IsShared => Filter.StartsWith(TopicRules.SharedPrefix, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">It cannot be asked for.</exception>
    internal void CheckFilter()
    {
        if (!TopicRules.IsFilter(Filter))
            throw new ArgumentException($"'{Filter}' is no topic filter");
    }
}
