using System.Buffers.Binary;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>The kinds of frames (RFC 9113, section 6).</summary>
internal enum FrameKind
{
    Data,
    Headers,
    Priority,
    ResetStream,
    Settings,
    PushPromise,
    Ping,
    GoAway,
    WindowUpdate,
    Continuation,
}

/// <summary>
/// One frame of HTTP/2 (RFC 9113, section 4.1):
/// <code>
/// | 0 .. 2 | 3    | 4     | 5 .. 8 | 9 .. 9 + length - 1 |
/// | length | kind | flags | stream | payload             |
/// </code>
/// </summary>
internal sealed record Http2Frame(FrameKind Kind, byte Flags, int Stream, byte[] Payload)
{
    public const int HeaderBytes = 9;

    public const byte EndStream = 0x1, Acknowledged = 0x1, EndHeaders = 0x4;

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

    public static Http2Frame Data(int stream, byte[] payload, bool ends = false) => new(FrameKind.Data, ends ? EndStream : default, stream, payload);

    public static Http2Frame Headers(int stream, byte[] block, bool ends = false, bool complete = true) =>
        new(FrameKind.Headers, (byte)((ends ? EndStream : 0) | (complete ? EndHeaders : 0)), stream, block);

    public static Http2Frame Continuation(int stream, byte[] block, bool complete) =>
        new(FrameKind.Continuation, complete ? EndHeaders : default, stream, block);

    public static Http2Frame Reset(int stream, int errorCode) => new(FrameKind.ResetStream, 0, stream, Number(errorCode));

    public static Http2Frame WindowUpdate(int stream, int bytes) => new(FrameKind.WindowUpdate, 0, stream, Number(bytes));

    public static Http2Frame Ping() => new(FrameKind.Ping, 0, 0, new byte[8]);

    public static Http2Frame Settings(params (short Id, int Value)[] values) =>
        new(FrameKind.Settings, 0, 0, [.. values.SelectMany(setting => (byte[])[(byte)(setting.Id >> 8), (byte)setting.Id, .. Number(setting.Value)])]);

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
