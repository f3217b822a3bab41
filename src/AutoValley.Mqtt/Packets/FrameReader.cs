using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// Cuts packets out of a stream of bytes (MQTT 5.0 section 2.1):
/// <code>
/// +------+-------+---------------------------+------------------------+
/// | type | flags | remaining length, 1-4 B   | variable header, body  |
/// | 4 b  | 4 b   | 7 bits a byte, low first  | remaining length bytes |
/// +------+-------+---------------------------+------------------------+
/// </code>
/// </summary>
internal static class FrameReader
{
    /// <summary>Most bytes that a remaining length takes (section 1.5.5).</summary>
    private const int MaximumLengthBytes = 4;

    /// <summary>Takes one packet off the buffer's front; false when it is not all there yet.</summary>
    /// <exception cref="MqttException">The bytes cannot become a packet, or it would be larger than allowed; said before its body arrives.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maximumPacketBytes, out PacketFrame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[1 + MaximumLengthBytes];
        var available = (int)Math.Min(buffer.Length, header.Length);
        if (available == 0)
            return false;
        header = header[..available];
        buffer.Slice(0, available).CopyTo(header);
        var type = CheckFirstByte(header[0]);
        if (!TryReadLength(header[1..], out var length, out var lengthBytes))
            return false;
        var total = 1L + lengthBytes + length;
        if (total > maximumPacketBytes)
            throw new MqttException(MqttReasonCode.PacketTooLarge, $"{type} packet of {total} bytes, {maximumPacketBytes} are allowed");
        if (buffer.Length < total)
            return false;
        frame = new PacketFrame(type, (byte)(header[0] & 0x0F), buffer.Slice(1 + lengthBytes, length));
        buffer = buffer.Slice(total);
        return true;
    }

    private static PacketType CheckFirstByte(byte first)
    {
        var type = (PacketType)(first >> 4);
        var flags = first & 0x0F;
        if (type == 0)
            throw MqttException.Malformed("packet type 0");
        // [MQTT-2.1.3-1] Flags are fixed for every type but PUBLISH.
        var expected = type is PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe ? 0b0010 : 0;
        if (type != PacketType.Publish && flags != expected)
            throw MqttException.Malformed($"{type} packet with flags {flags}, {expected} are reserved for it");
        return type;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int value, out int count)
    {
        (value, count) = (0, 0);
        foreach (var next in bytes)
        {
            value |= (next & 0x7F) << (7 * count++);
            if (next < 0x80)
            {
                // [MQTT-1.5.5-1] As few bytes as possible.
                if (next == 0 && count > 1)
                    throw MqttException.Malformed($"remaining length {value} in {count} bytes");
                return true;
            }
        }
        if (count == MaximumLengthBytes)
            throw MqttException.Malformed("remaining length of more than four bytes");
        return false;
    }
}
