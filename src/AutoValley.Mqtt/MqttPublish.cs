using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt;

/// <summary>An application message of MQTT: a topic, a payload, and how it travels. The properties need MQTT 5; a 3.1.1 peer does not see them.</summary>
public sealed record MqttPublish
{
    private string topic = "";
    private ReadOnlyMemory<byte> payload;
    private QualityOfService qos;
    private bool retain;
    private bool duplicate;
    private bool isText;
    private bool isLent;
    private TimeSpan? messageExpiry;

    /// <summary>Topic name: 1 to 65,535 bytes of UTF-8, no wildcard, no U+0000.</summary>
    public required string Topic
    {
        get => topic;
        init => topic = value;
    }

    /// <summary>
    /// Payload, any bytes. Sent: not to be changed until the publish is done. Received: the receiver's own, unless the publish is lent (see <see cref="Keep"/>).
    /// </summary>
    public ReadOnlyMemory<byte> Payload
    {
        get => payload;
        init => payload = value;
    }

    /// <summary>Quality of service.</summary>
    public QualityOfService Qos
    {
        get => qos;
        init => qos = value;
    }

    /// <summary>Sent: keep it as the topic's last value (empty payload: forget it). Received: it was kept, and is not fresh.</summary>
    public bool Retain
    {
        get => retain;
        init => retain = value;
    }

    /// <summary>Received: this may be a second delivery.</summary>
    public bool Duplicate
    {
        get => duplicate;
        init => duplicate = value;
    }

    /// <summary>How long it is worth delivering, in whole seconds on the wire; null is for ever.</summary>
    public TimeSpan? MessageExpiry
    {
        get => messageExpiry;
        init => messageExpiry = value;
    }

    /// <summary>Whether the payload says of itself to be UTF-8 text.</summary>
    public bool IsText
    {
        get => isText;
        init => isText = value;
    }

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

    /// <summary>
    /// A publish that the caller may keep. One that an endpoint's handler is given is lent: object and payload are the caller's until its answer completes, and belong to
    /// another publish afterwards, so this copies them; <c>with</c> does not. Any other publish is the caller's own already: this gives it back.
    /// </summary>
    public MqttPublish Keep() => isLent ? this with { payload = payload.ToArray(), isLent = false } : this;

    /// <summary>The same publish as its pool lends it.</summary>
    internal MqttPublish Lend()
    {
        isLent = true;
        return this;
    }

    /// <summary>Makes this object, which a pool lends, the next publish; what needs properties of variable length is a new object.</summary>
    internal MqttPublish Become(string newTopic, ReadOnlyMemory<byte> newPayload, in PublishTraits traits)
    {
        (topic, payload, messageExpiry, isText) = (newTopic, newPayload, traits.MessageExpiry, traits.IsText);
        (qos, retain, duplicate) = (traits.Qos, traits.Retain, traits.Duplicate);
        return this;
    }

    /// <summary>The topic that an alias stood for.</summary>
    internal MqttPublish WithTopic(string newTopic)
    {
        if (!isLent)
            return this with { topic = newTopic };
        topic = newTopic;
        return this;
    }

    /// <exception cref="ArgumentException">It cannot be published.</exception>
    internal void CheckTopic()
    {
        if (!TopicRules.IsName(Topic))
            throw new ArgumentException($"'{Topic}' is no topic name");
    }
}
