using System.Buffers.Binary;
using System.Text;

namespace AutoValley.Grpc.Tests.Client.Frames;

/// <summary>A frame of HTTP/2 (RFC 9113, section 4.1).</summary>
internal sealed record Frame(FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    public const byte EndStream = 1;
    public const byte Acknowledged = 1;
    public const byte EndHeaders = 4;
    public const int PrefixBytes = 9;

    /// <summary>Headers as literals that are not indexed (RFC 7541, section 6.2.2).</summary>
    public static Frame Headers(int stream, byte flags, params (string Name, string Value)[] fields) =>
        new(FrameType.Headers, (byte)(flags | EndHeaders), stream, Block(fields));

    public static Frame Data(int stream, byte flags, string hex) => new(FrameType.Data, flags, stream, Convert.FromHexString(hex));

    public static Frame Reset(int stream, uint errorCode) => new(FrameType.RstStream, 0, stream, Number(errorCode));

    /// <summary>The connection takes no streams after this one.</summary>
    public static Frame GoAway(int lastStream, uint errorCode) => new(FrameType.GoAway, 0, 0, [.. Number((uint)lastStream), .. Number(errorCode)]);

    public static byte[] Block(params (string Name, string Value)[] fields)
    {
        var block = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            block.WriteByte(0);
            Text(name);
            Text(value);
        }
        return block.ToArray();

        void Text(string text)
        {
            Integer(text.Length);
            block.Write(Encoding.ASCII.GetBytes(text));
        }

        void Integer(int value)
        {
            if (value < 127)
            {
                block.WriteByte((byte)value);
                return;
            }
            block.WriteByte(127);
            for (value -= 127; value >= 128; value >>= 7)
                block.WriteByte((byte)((value & 127) | 128));
            block.WriteByte((byte)value);
        }
    }

    public byte[] ToBytes()
    {
        var prefix = new byte[PrefixBytes];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, ((uint)Payload.Length << 8) | (uint)Type);
        prefix[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(5), Stream);
        return [.. prefix, .. Payload];
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
