using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace AutoValley.Mqtt.Packets;

/// <summary>Reads the data types of MQTT 5.0 section 1.5 from one packet's body; every shortage is a malformed packet that names the field.</summary>
internal ref struct PacketReader(ReadOnlySpan<byte> bytes, PacketType type)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>The packet, for error texts.</summary>
    public PacketType Type { get; } = type;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => rest.Length;

    public byte ReadByte(string field) => Take(1, field)[0];

    public ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, field));

    public uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, field));

    /// <summary>A packet identifier, which is never 0 [MQTT-2.2.1-3].</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16("packet identifier");
        return id != 0 ? id : throw MqttException.Protocol($"{Type} packet with packet identifier 0");
    }

    /// <summary>A variable byte integer (section 1.5.5): at most four bytes, as few as possible [MQTT-1.5.5-1].</summary>
    public uint ReadVariable(string field)
    {
        uint value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = ReadByte(field);
            value |= (uint)(next & 0x7F) << shift;
            if (next >= 0x80)
                continue;
            return next != 0 || shift == 0 ? value : throw Malformed(field, "is padded");
        }
        throw Malformed(field, "takes more than four bytes");
    }

    /// <summary>A UTF-8 string: well formed, no surrogates [MQTT-1.5.4-1], no U+0000 [MQTT-1.5.4-2].</summary>
    public string ReadText(string field) => Decode(ReadTextBytes(field), field);

    /// <summary>The bytes of a string, not looked at yet.</summary>
    public ReadOnlySpan<byte> ReadTextBytes(string field) => Take(ReadUInt16(field), field);

    /// <summary>Binary data: two bytes of length, then any bytes.</summary>
    public byte[] ReadBinary(string field) => Take(ReadUInt16(field), field).ToArray();

    /// <summary>Exactly so many bytes.</summary>
    public ReadOnlySpan<byte> Take(int count, string field)
    {
        if (count > rest.Length)
            throw Malformed(field, "is cut off");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (rest.Length > 0)
            throw MqttException.Malformed($"{Type} packet with {rest.Length} bytes after its end");
    }

    /// <summary>A malformed packet, this field of it.</summary>
    public readonly MqttException Malformed(string field, string what) => MqttException.Malformed($"{Type} packet: {field} {what}");

    /// <summary>Checks and decodes a string's bytes.</summary>
    public readonly string Decode(ReadOnlySpan<byte> utf8, string field)
    {
        if (!Utf8.IsValid(utf8))
            throw Malformed(field, "is not UTF-8");
        if (utf8.Contains((byte)0))
            throw Malformed(field, "contains U+0000");
        return Encoding.UTF8.GetString(utf8);
    }
}
