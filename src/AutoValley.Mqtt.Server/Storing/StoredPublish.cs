using System.Buffers;
using System.Buffers.Binary;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>
/// A publish as the store keeps it, retained or waiting for a client:
/// <code>
/// +---------+-------------------+----------------+----------------------+-----------------------------+
/// | 01      | flags             | order          | expiry               | PUBLISH of MQTT 5, whole    |
/// | 1 B     | 01 may be sent    | 8 B, of the    | 8 B, UTC ticks;      | (absent when only a PUBREL  |
/// | version | 02 released       | session        | 0 is none            | is left to be sent)         |
/// +---------+-------------------+----------------+----------------------+-----------------------------+
/// </code>
/// Behind the PUBLISH: the whole filter of the shared subscription that it came through, UTF-8, with its length of 2 B in front; length 0 for none.
/// </summary>
internal readonly record struct StoredPublish(Delivery Delivery, QualityOfService Qos, long Order, bool MaySent, bool IsReleased, string ShareName)
{
    private const byte Version = 1, MaySentFlag = 1, ReleasedFlag = 2;
    private const int HeaderBytes = 1 + 1 + 8 + 8;

    /// <summary>Bytes of a retained publish.</summary>
    public static byte[] Write(in Delivery delivery, QualityOfService qos) => new StoredPublish(delivery, qos, 0, false, false, "").Write(1);

    /// <summary>Bytes of a publish that waits for a client under an identifier.</summary>
    public byte[] Write(ushort id)
    {
        var output = new ArrayBufferWriter<byte>(HeaderBytes + (IsReleased ? 0 : Delivery.Bytes));
        output.WriteByte(Version);
        output.WriteByte((byte)((MaySent ? MaySentFlag : 0) | (IsReleased ? ReleasedFlag : 0)));
        WriteInt64(output, Order);
        WriteInt64(output, Delivery.ExpiresAt?.UtcTicks ?? 0);
        if (!IsReleased)
        {
            Delivery.Encoded.Write(output, new PublishHeader(Qos, id, false, Delivery.Retain, null, Delivery.SubscriptionIds), MqttProtocolVersion.V500);
            output.WriteText(ShareName);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads it back.</summary>
    /// <exception cref="MqttException">These bytes were not written here.</exception>
    public static StoredPublish Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderBytes || span[0] != Version)
            throw MqttException.Malformed("a stored publish of another version");
        var flags = span[1];
        var order = BinaryPrimitives.ReadInt64BigEndian(span[2..]);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(span[10..]);
        if ((flags & ReleasedFlag) != 0)
            return new StoredPublish(default, QualityOfService.ExactlyOnce, order, true, true, "");
        var rest = new ReadOnlySequence<byte>(bytes[HeaderBytes..]);
        if (!FrameReader.TryRead(ref rest, int.MaxValue, out var frame))
            throw MqttException.Malformed("a stored publish that is cut off");
        var publish = PublishPacket.Read(frame, MqttProtocolVersion.V500, new TopicCache()).Publish;
        var share = new PacketReader(rest.ToArray(), PacketType.Publish).ReadText("share name");
        var ids = publish.SubscriptionIds.Count == 0 ? null : publish.SubscriptionIds.ToArray();
        var expiresAt = ticks == 0 ? (DateTimeOffset?)null : new DateTimeOffset(ticks, TimeSpan.Zero);
        var delivery = new Delivery(new EncodedPublish(publish with { SubscriptionIds = [] }), expiresAt, publish.Retain, ids);
        return new StoredPublish(delivery, publish.Qos, order, (flags & MaySentFlag) != 0, false, share);
    }

    private static void WriteInt64(ArrayBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), value);
        output.Advance(8);
    }
}
