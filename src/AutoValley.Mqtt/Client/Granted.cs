using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client;

/// <summary>What the server granted in CONNACK (MQTT 5.0 section 3.2.2.3); with 3.1.1 all there is.</summary>
internal sealed record Granted
{
    public bool SessionPresent { get; private init; }

    public required string ClientId { get; init; }

    public TimeSpan KeepAlive { get; private init; }

    public int ReceiveMaximum { get; private init; }

    public long MaximumPacketBytes { get; private init; }

    public QualityOfService MaximumQos { get; private init; }

    public bool RetainAvailable { get; private init; }

    public bool SharedAvailable { get; private init; }

    public bool WildcardAvailable { get; private init; }

    public bool SubscriptionIdAvailable { get; private init; }

    /// <summary>Aliases that it takes.</summary>
    public int TopicAliasMaximum { get; private init; }

    public static Granted From(ConnAckPacket ack, MqttClientOptions options)
    {
        var properties = ack.Properties;
        return new Granted
        {
            SessionPresent = ack.SessionPresent,
            ClientId = properties.Text(PropertyId.AssignedClientId) ?? options.ClientId,
            KeepAlive = properties.Number(PropertyId.ServerKeepAlive) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            ReceiveMaximum = (int)(properties.Number(PropertyId.ReceiveMaximum) ?? ushort.MaxValue),
            MaximumPacketBytes = properties.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue,
            MaximumQos = (QualityOfService)(properties.Number(PropertyId.MaximumQos) ?? (uint)QualityOfService.ExactlyOnce),
            RetainAvailable = properties.Flag(PropertyId.RetainAvailable, absent: true),
            SharedAvailable = properties.Flag(PropertyId.SharedAvailable, absent: true) && options.ProtocolVersion == MqttProtocolVersion.V500,
            WildcardAvailable = properties.Flag(PropertyId.WildcardAvailable, absent: true),
            SubscriptionIdAvailable = properties.Flag(PropertyId.SubscriptionIdAvailable, absent: true),
            TopicAliasMaximum = (int)(properties.Number(PropertyId.TopicAliasMaximum) ?? 0),
        };
    }

    /// <summary>Why the server would not take this publish; null when it does.</summary>
    public MqttException? Refusal(EncodedPublish encoded, MqttProtocolVersion version)
    {
        var publish = encoded.Publish;
        // [MQTT-3.2.2-11] [MQTT-3.2.2-14] Not above what the server said.
        if (publish.Qos > MaximumQos)
            return new MqttException(MqttReasonCode.QosNotSupported, $"{publish.Qos}: the server takes {MaximumQos} at most");
        if (publish.Retain && !RetainAvailable)
            return new MqttException(MqttReasonCode.RetainNotSupported, "the server keeps no retained publishes");
        // [MQTT-3.2.2-15] Measured with an alias, should it get one.
        var alias = new TopicAlias((ushort)Math.Min(TopicAliasMaximum, 1), IsKnown: false);
        var header = new PublishHeader(publish.Qos, 1, false, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null, alias);
        var bytes = encoded.PacketBytes(header, version);
        return bytes > MaximumPacketBytes
            ? new MqttException(MqttReasonCode.PacketTooLarge, $"publish of {bytes} bytes: the server takes {MaximumPacketBytes}")
            : null;
    }

    /// <summary>Why the server would not take this subscription; null when it may.</summary>
    public MqttException? Refusal(MqttSubscription subscription)
    {
        if (subscription.IsShared && !SharedAvailable)
            return new MqttException(MqttReasonCode.SharedSubscriptionsNotSupported, $"{subscription.Filter}: the server shares no subscriptions; MQTT 3.1.1 cannot");
        if (!WildcardAvailable && subscription.Filter.AsSpan().ContainsAny('+', '#'))
            return new MqttException(MqttReasonCode.WildcardSubscriptionsNotSupported, $"{subscription.Filter}: the server knows no wildcards");
        if (subscription.Id != 0 && !SubscriptionIdAvailable)
            return new MqttException(MqttReasonCode.SubscriptionIdentifiersNotSupported, $"{subscription.Filter}: the server knows no subscription identifiers");
        return null;
    }
}
