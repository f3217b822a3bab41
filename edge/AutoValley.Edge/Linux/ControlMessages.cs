using System.Buffers.Binary;

namespace AutoValley.Edge.Linux;

/// <summary>
/// What the kernel tells beside a datagram, one <c>cmsghdr</c> after the other, each aligned to 8 bytes (64-bit Linux, cmsg(3)):
/// <code>
/// | 0 length with this head (8) | 8 level (4) | 12 type (4) | 16 data |
/// </code>
/// </summary>
internal static class ControlMessages
{
    /// <summary>SOL_SOCKET.</summary>
    public const int SocketLevel = 1;

    /// <summary>SO_TIMESTAMPNS: when the datagram came, as seconds and nanoseconds of Unix time.</summary>
    public const int Time = 35;

    /// <summary>SO_RXQ_OVFL: datagrams that the socket had no room for since it was opened, as 32 bits that wrap around.</summary>
    public const int Overflow = 40;

    private const int HeadBytes = 16;

    /// <summary>The data of the first message of a type of the socket's level; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> control, int type)
    {
        while (control.Length >= HeadBytes)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(control);
            if (length < HeadBytes || length > (ulong)control.Length)
                break;
            var isIt = BinaryPrimitives.ReadInt32LittleEndian(control[8..]) == SocketLevel && BinaryPrimitives.ReadInt32LittleEndian(control[12..]) == type;
            if (isIt)
                return control[HeadBytes..(int)length];
            control = control[(int)Math.Min(((length + 7) & ~7UL), (ulong)control.Length)..];
        }
        return default;
    }
}
