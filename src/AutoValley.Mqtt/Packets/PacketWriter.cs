using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AutoValley.Mqtt.Packets;

/// <summary>Writes the data types of MQTT 5.0 section 1.5.</summary>
internal static class PacketWriter
{
    public static void WriteByte(this IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public static void WriteUInt16(this IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    public static void WriteUInt32(this IBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    /// <summary>A variable byte integer in as few bytes as possible [MQTT-1.5.5-1].</summary>
    public static void WriteVariable(this IBufferWriter<byte> output, uint value)
    {
        var span = output.GetSpan(4);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        output.Advance(count);
    }

    /// <summary>How many bytes <see cref="WriteVariable"/> takes.</summary>
    public static int SizeOfVariable(uint value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;

    public static void WriteText(this IBufferWriter<byte> output, string text) => output.WriteBinary(Encoding.UTF8.GetBytes(text));

    public static void WriteBinary(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
            throw new ArgumentException($"{bytes.Length} bytes, {ushort.MaxValue} fit into a string or binary field");
        output.WriteUInt16((ushort)bytes.Length);
        output.Write(bytes);
    }

    /// <summary>First byte, remaining length, body.</summary>
    public static void WritePacket(this IBufferWriter<byte> output, PacketType type, byte flags, ReadOnlySpan<byte> body)
    {
        output.WriteByte((byte)((byte)type << 4 | flags));
        output.WriteVariable((uint)body.Length);
        output.Write(body);
    }
}
