using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>Between an application message and its properties on the wire; PUBLISH and Will share them (MQTT 5.0 sections 3.3.2.3 and 3.1.3.2).</summary>
internal static class PublishProperties
{
    private static readonly byte[] OnlyText = [(byte)PropertyId.PayloadFormat, 1];

    /// <summary>Fills in what the properties say.</summary>
    public static MqttPublish Apply(MqttPublish publish, Properties properties) => properties.Count == 0 ? publish : publish with
    {
        IsText = properties.Flag(PropertyId.PayloadFormat, absent: false),
        MessageExpiry = properties.Number(PropertyId.MessageExpiry) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ContentType = properties.Text(PropertyId.ContentType),
        ResponseTopic = CheckResponseTopic(properties.Text(PropertyId.ResponseTopic)),
        CorrelationData = properties.Bytes(PropertyId.CorrelationData) is { } bytes ? bytes : (ReadOnlyMemory<byte>?)null,
        UserProperties = properties.UserProperties(),
        SubscriptionIds = properties.SubscriptionIds(),
    };

    /// <summary>The bytes of <see cref="Of"/>.</summary>
    public static byte[] Encode(MqttPublish publish)
    {
        if (!HasAny(publish))
            return [];
        if (!HasDetails(publish))
            return OnlyText;
        var output = new ArrayBufferWriter<byte>(128);
        Of(publish).WriteItems(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What goes to every receiver alike: all but the expiry, which shrinks, and subscription identifiers, which are each receiver's own.</summary>
    public static Properties Of(MqttPublish publish)
    {
        if (!HasAny(publish))
            return Properties.None;
        return new Properties()
            .Add(PropertyId.PayloadFormat, publish.IsText ? 1u : null)
            .Add(PropertyId.ContentType, publish.ContentType)
            .Add(PropertyId.ResponseTopic, publish.ResponseTopic)
            .Add(PropertyId.CorrelationData, publish.CorrelationData)
            .Add(publish.UserProperties);
    }

    /// <summary>The expiry on the wire, if there is one: whole seconds.</summary>
    public static uint? ExpirySeconds(TimeSpan? expiry) =>
        expiry is { } time ? (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, uint.MaxValue) : null;

    private static bool HasAny(MqttPublish publish) => publish.IsText || HasDetails(publish);

    private static bool HasDetails(MqttPublish publish) => publish.ContentType is not null || publish.ResponseTopic is not null || publish.CorrelationData is not null || publish.UserProperties.Count > 0;

    // [MQTT-3.3.2-14] No wildcard in a response topic.
    private static string? CheckResponseTopic(string? topic) =>
        topic is null || TopicRules.IsName(topic) ? topic : throw MqttException.Protocol("response topic with a wildcard, or empty");
}
