using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client.Storing;

/// <summary>The bytes of a segment, as FORMAT.md draws them.</summary>
internal static class StoreFormat
{
    public const string Extension = ".mqttout";

    private const int HeadBytes = 12;
    private const int TimeBytes = sizeof(long);

    /// <summary>First bytes of a segment: name and version.</summary>
    public static ReadOnlySpan<byte> Magic => "MQTTOUT\u0001"u8;

    public static void Write(IBufferWriter<byte> output, in StoreRecord record)
    {
        var span = output.GetSpan(HeadBytes + record.Body.Length)[..(HeadBytes + record.Body.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(span, record.Body.Length);
        (span[8], span[9]) = ((byte)record.Kind, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], record.PacketId);
        record.Body.Span.CopyTo(span[HeadBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Checksum(span[8..]));
        output.Advance(span.Length);
    }

    /// <summary>Takes a record off the front; false when what is there is none, or not whole.</summary>
    public static bool TryRead(ref ReadOnlyMemory<byte> bytes, out StoreRecord record)
    {
        record = default;
        var span = bytes.Span;
        if (span.Length < HeadBytes)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(span);
        if (length < 0 || length > span.Length - HeadBytes)
            return false;
        if (Checksum(span[8..(HeadBytes + length)]) != BinaryPrimitives.ReadUInt32LittleEndian(span[4..]))
            return false;
        record = new StoreRecord((StoreRecordKind)span[8], BinaryPrimitives.ReadUInt16LittleEndian(span[10..]), bytes.Slice(HeadBytes, length));
        bytes = bytes[(HeadBytes + length)..];
        return record.Kind is >= StoreRecordKind.Publish and <= StoreRecordKind.LetGo;
    }

    /// <summary>A publish record's body.</summary>
    public static byte[] WritePublish(ushort packetId, MqttPublish publish, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>(publish.Payload.Length + 256);
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(TimeBytes), now.ToUnixTimeMilliseconds());
        output.Advance(TimeBytes);
        var header = new PublishHeader(publish.Qos, packetId, false, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null);
        new EncodedPublish(publish).Write(output, header, MqttProtocolVersion.V500);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads it, with what is left of its life; null when that is over.</summary>
    /// <exception cref="MqttException">It is no publish, although its check sum is right.</exception>
    public static MqttPublish? ReadPublish(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var keptAt = BinaryPrimitives.ReadInt64LittleEndian(body.Span);
        var bytes = new ReadOnlySequence<byte>(body[TimeBytes..]);
        if (!FrameReader.TryRead(ref bytes, int.MaxValue, out var frame) || frame.Type != PacketType.Publish)
            throw MqttException.Malformed("a kept publish that is no PUBLISH packet");
        var publish = PublishPacket.Read(frame, MqttProtocolVersion.V500, new TopicCache()).Publish;
        if (publish.MessageExpiry is not { } life)
            return publish;
        // A clock that was set back makes no publish older than it is.
        var left = life - TimeSpan.FromMilliseconds(Math.Max(now.ToUnixTimeMilliseconds() - keptAt, 0));
        return left > TimeSpan.Zero ? publish with { MessageExpiry = left } : null;
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
