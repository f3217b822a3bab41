using System.Buffers.Binary;

namespace AutoValley.Testing.Http2;

/// <summary>
/// One frame of HTTP/2 (RFC 9113, section 4.1):
/// <code>
/// | 0 .. 2 | 3    | 4     | 5 .. 8 | 9 .. 9 + length - 1 |
/// | length | kind | flags | stream | payload             |
/// </code>
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Flags">By its kind.</param>
/// <param name="Stream">0 for the connection.</param>
/// <param name="Payload">What follows the header.</param>
public sealed record Http2Frame(FrameKind Kind, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>Before the payload.</summary>
    public const int HeaderBytes = 9;

    /// <summary>A flag of DATA and HEADERS.</summary>
    public const byte EndStream = 0x1;

    /// <summary>A flag of SETTINGS and PING.</summary>
    public const byte Acknowledged = 0x1;

    /// <summary>A flag of HEADERS and CONTINUATION.</summary>
    public const byte EndHeaders = 0x4;

    /// <summary>Whether its sender sends no more on the stream.</summary>
    public bool EndsStream => Kind is FrameKind.Data or FrameKind.Headers && (Flags & EndStream) != 0;

    /// <summary>Of RST_STREAM and GOAWAY.</summary>
    public int ErrorCode => BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Kind == FrameKind.GoAway ? 4 : 0));

    /// <summary>The frame as it travels.</summary>
    /// <param name="length">What its header says instead of the truth.</param>
    public byte[] ToBytes(int? length = null)
    {
        var bytes = new byte[HeaderBytes + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (length ?? Payload.Length) << 8 | (int)Kind);
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeaderBytes);
        return bytes;
    }

    /// <summary>Reads the next one.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public static async Task<Http2Frame> ReadAsync(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = new byte[HeaderBytes];
        await stream.ReadExactlyAsync(header);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
        await stream.ReadExactlyAsync(payload);
        return new Http2Frame((FrameKind)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
    }

    /// <summary>Bytes of a body.</summary>
    public static Http2Frame Data(int stream, byte[] payload, bool ends = false) => new(FrameKind.Data, ends ? EndStream : default, stream, payload);

    /// <summary>A block of headers, or its beginning.</summary>
    public static Http2Frame Headers(int stream, byte[] block, bool ends = false, bool complete = true) =>
        new(FrameKind.Headers, (byte)((ends ? EndStream : 0) | (complete ? EndHeaders : 0)), stream, block);

    /// <summary>More of a block of headers.</summary>
    public static Http2Frame Continuation(int stream, byte[] block, bool complete) =>
        new(FrameKind.Continuation, complete ? EndHeaders : default, stream, block);

    /// <summary>Ends a stream.</summary>
    public static Http2Frame Reset(int stream, uint errorCode) => new(FrameKind.ResetStream, 0, stream, Number((int)errorCode));

    /// <summary>The connection takes no streams after this one.</summary>
    public static Http2Frame GoAway(int lastStream, uint errorCode) => new(FrameKind.GoAway, 0, 0, [.. Number(lastStream), .. Number((int)errorCode)]);

    /// <summary>So much more may be sent, on a stream or, with 0, on the connection.</summary>
    public static Http2Frame WindowUpdate(int stream, int bytes) => new(FrameKind.WindowUpdate, 0, stream, Number(bytes));

    /// <summary>Asks for a sign of life.</summary>
    public static Http2Frame Ping() => new(FrameKind.Ping, 0, 0, new byte[8]);

    /// <summary>What the other side may rely on.</summary>
    public static Http2Frame Settings(params (short Id, int Value)[] values) =>
        new(FrameKind.Settings, 0, 0, [.. values.SelectMany(setting => (byte[])[(byte)(setting.Id >> 8), (byte)setting.Id, .. Number(setting.Value)])]);

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
