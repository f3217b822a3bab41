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

/// <summary>
/// A publish, encoded once for all its receivers; only the header and the receiver's own properties are written anew. Layout: <see cref="PublishPacket"/>.
/// One that came from a client lies in memory of a <see cref="PublishPool"/>, which takes it back when its last holder lets go: whoever has it beyond a call
/// holds it, and reads nothing of it afterwards.
/// </summary>
internal sealed class EncodedPublish
{
    private readonly PublishPool? pool;
    private readonly MqttPublish? lent;
    private readonly byte[] buffer = [];
    private byte[] properties = [];
    private int topicBytes;
    private int holders;

    /// <summary>A publish of the application's, which the collector frees; a copy of one that it was lent.</summary>
    public EncodedPublish(MqttPublish publish)
    {
        Publish = publish.Keep();
        Encode();
    }

    /// <summary>Memory of a pool's, for one publish after the other.</summary>
    public EncodedPublish(PublishPool pool, int bytes)
    {
        (this.pool, buffer) = (pool, GC.AllocateUninitializedArray<byte>(bytes));
        Publish = lent = new MqttPublish { Topic = "" }.Lend();
    }

    public MqttPublish Publish { get; private set; }

    /// <summary>What it costs to hold: topic, properties and payload; or the pool's whole buffer.</summary>
    public int Bytes => pool is null ? topicBytes + properties.Length + Publish.Payload.Length : buffer.Length;

    /// <summary>One more holder. Only who holds it may let others hold it.</summary>
    public void Hold()
    {
        if (pool is not null)
            Interlocked.Increment(ref holders);
    }

    /// <summary>One holder less; the last one gives it back to its pool.</summary>
    public void Release()
    {
        if (pool is null)
            return;
        var left = Interlocked.Decrement(ref holders);
        if (left < 0)
            throw new InvalidOperationException("a publish was let go more often than it was held");
        if (left == 0)
            pool.Return(this);
    }

    /// <summary>The body of a packet that came, copied into the buffer.</summary>
    public ReadOnlyMemory<byte> Fill(in ReadOnlySequence<byte> body)
    {
        body.CopyTo(buffer);
        return buffer.AsMemory(0, (int)body.Length);
    }

    /// <summary>What the body says.</summary>
    public void Become(MqttPublish publish)
    {
        Publish = publish;
        Encode();
    }

    /// <summary>Forgets the publish that it was.</summary>
    /// <param name="poison">Whether whoever still reads it is to notice.</param>
    public void Clear(bool poison)
    {
        (Publish, properties) = (lent!, []);
        lent!.Become(poison ? "a publish that was not kept" : "", default, default);
        if (poison)
            buffer.AsSpan().Fill(PublishPool.Poison);
    }

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
        WriteTopic(output, header.Alias.IsKnown);
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

    private void Encode() => (topicBytes, properties) = (Encoding.UTF8.GetByteCount(Publish.Topic), PublishProperties.Encode(Publish));

    private void WriteTopic(IBufferWriter<byte> output, bool aliasIsKnown)
    {
        output.WriteUInt16(aliasIsKnown ? (ushort)0 : (ushort)topicBytes);
        if (!aliasIsKnown)
            output.Advance(Encoding.UTF8.GetBytes(Publish.Topic, output.GetSpan(topicBytes)));
    }

    private int Remaining(in PublishHeader header, MqttProtocolVersion version, int own)
    {
        var size = 2 + (header.Alias.IsKnown ? 0 : topicBytes) + (header.Qos == QualityOfService.AtMostOnce ? 0 : 2) + Publish.Payload.Length;
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
