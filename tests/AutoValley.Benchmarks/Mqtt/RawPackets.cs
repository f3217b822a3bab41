using System.Buffers.Binary;
using System.Text;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>The packets of MQTT 3.1.1 that a load needs, as bytes: it has one layout of PUBACK, and every peer speaks it.</summary>
internal static class RawPackets
{
    public const byte Connect = 0x10, ConnAck = 0x20, Publish = 0x30, PubAck = 0x40, Subscribe = 0x82;
    public const int AckBytes = 4;

    /// <summary>Clean session; a keep-alive of 0 is none.</summary>
    public static byte[] ConnectAs(string clientId, ushort keepAliveSeconds = 0) =>
        Packet(Connect, [0, 4, .. "MQTT"u8, 4, 0x02, (byte)(keepAliveSeconds >> 8), (byte)keepAliveSeconds, .. Text(clientId)]);

    public static byte[] SubscribeTo(string filter, int qos) => Packet(Subscribe, [0, 1, .. Text(filter), (byte)qos]);

    /// <summary>A PUBLISH without its last fields; see <see cref="LoadMark"/> for the payload's head.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="qos">0 or 1.</param>
    /// <param name="payloadBytes">How long the payload is.</param>
    /// <param name="idOffset">Where the packet identifier stands; 0 with QoS 0.</param>
    /// <param name="payloadOffset">Where the payload begins.</param>
    public static byte[] PublishOf(string topic, int qos, int payloadBytes, out int idOffset, out int payloadOffset)
    {
        var packet = Packet((byte)(Publish | qos << 1), [.. Text(topic), .. new byte[qos == 0 ? 0 : 2], .. new byte[payloadBytes]]);
        payloadOffset = packet.Length - payloadBytes;
        idOffset = qos == 0 ? 0 : payloadOffset - 2;
        return packet;
    }

    /// <summary>The length of the packet at the front, head included; 0 when it is not all there.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes, out int headBytes)
    {
        var length = 0;
        for (headBytes = 1; headBytes < bytes.Length && headBytes <= 4; headBytes++)
        {
            length |= (bytes[headBytes] & 0x7F) << 7 * (headBytes - 1);
            if (bytes[headBytes] >= 0x80)
                continue;
            headBytes++;
            return bytes.Length >= headBytes + length ? headBytes + length : 0;
        }
        return 0;
    }

    private static byte[] Packet(byte first, byte[] body)
    {
        var length = body.Length < 128 ? new[] { (byte)body.Length } : [(byte)(body.Length & 0x7F | 0x80), (byte)(body.Length >> 7)];
        return [first, .. length, .. body];
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var field = new byte[2 + bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)bytes.Length);
        bytes.CopyTo(field, 2);
        return field;
    }
}
