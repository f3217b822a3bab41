using System.Buffers;
using System.Text;

namespace AutoValley.Mqtt.Packets;

/// <summary>How one receiver gets a publish: what differs between receivers.</summary>
/// <param name="Qos">Granted QoS.</param>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="Duplicate">Sent before.</param>
/// <param name="Retain">Kept, not fresh (or, towards a server: keep it).</param>
/// <param name="ExpirySeconds">What is left of its life.</param>
/// <param name="SubscriptionIds">Identifiers of the receiver's subscriptions that matched.</param>
/// <param name="Alias">The topic's alias on this connection; MQTT 5.</param>
internal readonly record struct PublishHeader(
    QualityOfService Qos, ushort PacketId, bool Duplicate, bool Retain, uint? ExpirySeconds, uint[]? SubscriptionIds, TopicAlias Alias = default)
{
    /// <summary>Bytes of the properties that are the receiver's own.</summary>
    public int OwnPropertyBytes
    {
        get
        {
            var bytes = (ExpirySeconds is null ? 0 : 5) + (Alias.Number == 0 ? 0 : 3);
            foreach (var id in SubscriptionIds ?? [])
                bytes += 1 + PacketWriter.SizeOfVariable(id);
            return bytes;
        }
    }
}

/// <summary>A publish, encoded once for all its receivers; only the header and the receiver's own properties are written anew. Layout: <see cref="PublishPacket"/>.</summary>
internal sealed class EncodedPublish
{
    private readonly byte[] topic;
    private readonly byte[] properties;

    /// <param name="publish">What to send.</param>
    /// <param name="topicUtf8">The topic's bytes, where they are known already.</param>
    public EncodedPublish(MqttPublish publish, byte[]? topicUtf8 = null)
    {
        Publish = publish;
        topic = topicUtf8 ?? Encoding.UTF8.GetBytes(publish.Topic);
        properties = Encode(PublishProperties.Of(publish));
    }

    public MqttPublish Publish { get; }

    /// <summary>What it costs to hold: topic, properties and payload.</summary>
    public int Bytes => topic.Length + properties.Length + Publish.Payload.Length;

    /// <summary>The whole packet's size for a receiver.</summary>
    public int PacketBytes(in PublishHeader header, MqttProtocolVersion version)
    {
        var remaining = Remaining(header, version, header.OwnPropertyBytes);
        return 1 + PacketWriter.SizeOfVariable((uint)remaining) + remaining;
    }

    public void Write(IBufferWriter<byte> output, in PublishHeader header, MqttProtocolVersion version)
    {
        var own = header.OwnPropertyBytes;
        var flags = (header.Duplicate ? PublishPacket.DuplicateFlag : 0) | (int)header.Qos << PublishPacket.QosShift
            | (header.Retain ? PublishPacket.RetainFlag : 0);
        output.WriteByte((byte)((int)PacketType.Publish << 4 | flags));
        output.WriteVariable((uint)Remaining(header, version, own));
        output.WriteBinary(header.Alias.IsKnown ? [] : topic);
        if (header.Qos != QualityOfService.AtMostOnce)
            output.WriteUInt16(header.PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            output.WriteVariable((uint)(properties.Length + own));
            output.Write(properties);
            WriteOwnProperties(output, header);
        }
        output.Write(Publish.Payload.Span);
    }

    private static byte[] Encode(Properties properties)
    {
        if (properties.Count == 0)
            return [];
        var output = new ArrayBufferWriter<byte>(128);
        properties.WriteItems(output);
        return output.WrittenSpan.ToArray();
    }

    private int Remaining(in PublishHeader header, MqttProtocolVersion version, int own)
    {
        var size = 2 + (header.Alias.IsKnown ? 0 : topic.Length) + (header.Qos == QualityOfService.AtMostOnce ? 0 : 2) + Publish.Payload.Length;
        if (version == MqttProtocolVersion.V500)
            size += PacketWriter.SizeOfVariable((uint)(properties.Length + own)) + properties.Length + own;
        return size;
    }

    private static void WriteOwnProperties(IBufferWriter<byte> output, in PublishHeader header)
    {
        if (header.ExpirySeconds is { } seconds)
        {
            output.WriteByte((byte)PropertyId.MessageExpiry);
            output.WriteUInt32(seconds);
        }
        if (header.Alias.Number != 0)
        {
            output.WriteByte((byte)PropertyId.TopicAlias);
            output.WriteUInt16(header.Alias.Number);
        }
        foreach (var id in header.SubscriptionIds ?? [])
        {
            output.WriteByte((byte)PropertyId.SubscriptionId);
            output.WriteVariable(id);
        }
    }
}
