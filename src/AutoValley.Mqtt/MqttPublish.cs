namespace AutoValley.Mqtt;

/// <summary>An application message of MQTT: a topic, a payload, and how it travels. The properties need MQTT 5; a 3.1.1 peer does not see them.</summary>
public sealed record MqttPublish
{
    /// <summary>Topic name: 1 to 65,535 bytes of UTF-8, no wildcard, no U+0000.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload, any bytes. Whoever receives a publish owns this memory: it is not pooled.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Quality of service.</summary>
    public QualityOfService Qos { get; init; }

    /// <summary>Sent: keep it as the topic's last value (empty payload: forget it). Received: it was kept, and is not fresh.</summary>
    public bool Retain { get; init; }

    /// <summary>Received: this may be a second delivery.</summary>
    public bool Duplicate { get; init; }

    /// <summary>How long it is worth delivering, in whole seconds on the wire; null is for ever.</summary>
    public TimeSpan? MessageExpiry { get; init; }

    /// <summary>Whether the payload says of itself to be UTF-8 text.</summary>
    public bool IsText { get; init; }

    /// <summary>What the payload is, by agreement of the applications (a MIME type, for instance).</summary>
    public string? ContentType { get; init; }

    /// <summary>Where an answer goes.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What an answer repeats.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>The application's own pairs.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Identifiers of the subscriptions that this was delivered for; only in what a client receives.</summary>
    public IReadOnlyList<uint> SubscriptionIds { get; init; } = [];

    /// <exception cref="ArgumentException">It cannot be published.</exception>
    internal void CheckTopic()
    {
        if (!TopicRules.IsName(Topic))
            throw new ArgumentException($"'{Topic}' is no topic name");
    }
}
