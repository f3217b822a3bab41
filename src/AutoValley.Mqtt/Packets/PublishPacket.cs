using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// PUBLISH as it arrives (MQTT 5.0 section 3.3):
/// <code>
/// first byte: 0011 | DUP 1 b | QoS 2 b | RETAIN 1 b
/// +------------+------------------+------------+---------------+
/// | topic name | packet id, 2 B   | properties | payload       |
/// | string     | QoS 1 and 2 only | MQTT 5     | up to the end |
/// +------------+------------------+------------+---------------+
/// </code>
/// </summary>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="TopicAlias">0 when there is none; the topic may be empty when there is one.</param>
/// <param name="Publish">The application message; its payload is no part of the receive buffer.</param>
internal readonly record struct PublishPacket(ushort PacketId, ushort TopicAlias, MqttPublish Publish)
{
    public const byte DuplicateFlag = 0x08, RetainFlag = 0x01;
    public const int QosShift = 1;

    /// <summary>Reads one into memory of its own.</summary>
    /// <param name="frame">The packet.</param>
    /// <param name="version">MQTT 3.1.1 has no properties.</param>
    /// <param name="topics">Topics seen before, so that a busy connection decodes each once.</param>
    public static PublishPacket Read(in PacketFrame frame, MqttProtocolVersion version, TopicCache topics) =>
        Read(frame.Flags, frame.Body.ToArray(), version, topics, null);

    /// <summary>Reads one into a pool's memory, which lends it.</summary>
    public static PublishPacket Read(in PacketFrame frame, MqttProtocolVersion version, TopicCache topics, EncodedPublish into) =>
        Read(frame.Flags, into.Fill(frame.Body), version, topics, into.Publish);

    private static PublishPacket Read(byte flags, ReadOnlyMemory<byte> body, MqttProtocolVersion version, TopicCache topics, MqttPublish? blank)
    {
        var traits = ReadFlags(flags);
        var reader = new PacketReader(body.Span, PacketType.Publish);
        var topic = topics.Read(ref reader);
        var id = traits.Qos == QualityOfService.AtMostOnce ? (ushort)0 : reader.ReadPacketId();
        uint? alias = null;
        var others = Properties.None;
        if (version == MqttProtocolVersion.V500)
        {
            if (PlainProperties.TryRead(ref reader, out var plain))
            {
                alias = plain.TopicAlias == 0 ? null : plain.TopicAlias;
                traits = traits with { IsText = plain.IsText, MessageExpiry = plain.ExpirySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
            }
            else
            {
                others = Properties.Read(ref reader, PropertyPlaces.Publish);
                alias = others.Number(PropertyId.TopicAlias);
            }
        }
        CheckTopic(topic, alias);
        var publish = (blank ?? new MqttPublish { Topic = topic }).Become(topic, body[^reader.Remaining..], traits);
        return new PublishPacket(id, (ushort)(alias ?? 0), PublishProperties.Apply(publish, others));
    }

    private static PublishTraits ReadFlags(byte flags)
    {
        var qos = (QualityOfService)(flags >> QosShift & 3);
        var duplicate = (flags & DuplicateFlag) != 0;
        // [MQTT-3.3.1-4] QoS is never 3; [MQTT-3.3.1-2] QoS 0 is never a duplicate.
        return qos > QualityOfService.ExactlyOnce || (duplicate && qos == QualityOfService.AtMostOnce)
            ? throw MqttException.Malformed($"Publish packet with flags {flags}")
            : new PublishTraits(qos, (flags & RetainFlag) != 0, duplicate);
    }

    private static void CheckTopic(string topic, uint? alias)
    {
        // [MQTT-3.3.2-8] An alias of 0 is not permitted.
        if (alias == 0)
            throw new MqttException(MqttReasonCode.TopicAliasInvalid, "Publish packet with topic alias 0");
        // [MQTT-4.7.3-1] At least one character, unless an alias stands for it.
        if (topic.Length == 0 && alias is null)
            throw MqttException.Protocol("Publish packet with an empty topic and no alias");
        // [MQTT-3.3.2-2] No wildcard.
        if (topic.AsSpan().ContainsAny('+', '#'))
            throw new MqttException(MqttReasonCode.TopicNameInvalid, "Publish packet with a wildcard in its topic");
    }
}
