using System.Buffers.Binary;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>
/// A monitor message (MONR) of ISO 22133 as it stands in a packet. Little-endian, packed:
/// <code>
/// | 0 sync 0x7E7F | 2 content length | 6 acknowledge, version | 7 transmitter | 11 receiver | 15 counter | 16 message id | 18 content | CRC-16 |
///   u16             u32                u8, bit 7 and 0-6        u32             u32           u8           u16             values      u16
/// </code>
/// The content is values, each with an id (u16), a length (u16) and its bytes; those that are not known are skipped. The checksum is over head and content, and
/// not checked when it is 0. Numbers are in the units of the wire; <see cref="MonrSignals"/> says what they mean.
/// </summary>
internal readonly record struct MonrMessage
{
    /// <summary>Of every message of the protocol.</summary>
    public const ushort SyncWord = 0x7E7F;

    /// <summary>Message id of a monitor message.</summary>
    public const ushort MessageId = 0x0006;

    /// <summary>Value id of the monitor's values.</summary>
    public const ushort ValueId = 0x0080;

    /// <summary>The version of the protocol whose layout this is.</summary>
    public const int Version = 2;

    private const int HeadBytes = 18;
    private const int ChecksumBytes = 2;
    private const int ValueHeadBytes = 4;
    private const int MonitorBytes = 36;

    /// <summary>Who says it.</summary>
    public uint Transmitter { get; private init; }

    /// <summary>Counts the transmitter's messages, 0 to 255 round and round; some leave it at 0.</summary>
    public byte Counter { get; private init; }

    /// <summary>Quarter milliseconds of the GPS week.</summary>
    public uint QuarterMilliseconds { get; private init; }

    /// <summary>Millimetres in the local test frame.</summary>
    public int X { get; private init; }
    public int Y { get; private init; }
    public int Z { get; private init; }

    /// <summary>Hundredths of a degree.</summary>
    public ushort Yaw { get; private init; }
    public short Pitch { get; private init; }
    public short Roll { get; private init; }

    /// <summary>Hundredths of a metre a second.</summary>
    public short LongitudinalSpeed { get; private init; }
    public short LateralSpeed { get; private init; }

    /// <summary>Thousandths of a metre a second squared.</summary>
    public short LongitudinalAcceleration { get; private init; }
    public short LateralAcceleration { get; private init; }

    public byte DriveDirection { get; private init; }
    public byte State { get; private init; }
    public byte ReadyToArm { get; private init; }
    public byte Errors { get; private init; }
    public ushort ErrorCode { get; private init; }

    /// <summary>Reads the first message of a packet.</summary>
    /// <param name="packet">The bytes that are left of it, one or more.</param>
    /// <param name="message">What it says, when it is <see cref="MonrOutcome.Taken"/>.</param>
    /// <param name="used">How many bytes it has; all, when nobody can say where the next one begins.</param>
    public static MonrOutcome Read(ReadOnlySpan<byte> packet, out MonrMessage message, out int used)
    {
        (message, used) = (default, packet.Length);
        if (packet.Length < HeadBytes + ChecksumBytes)
            return MonrOutcome.Truncated;
        if (BinaryPrimitives.ReadUInt16LittleEndian(packet) != SyncWord)
            return MonrOutcome.NoSync;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(packet[2..]);
        if (length > packet.Length - HeadBytes - ChecksumBytes)
            return MonrOutcome.Truncated;
        var end = HeadBytes + (int)length;
        used = end + ChecksumBytes;
        var checksum = BinaryPrimitives.ReadUInt16LittleEndian(packet[end..]);
        if (checksum != 0 && checksum != Crc16.Of(packet[..end]))
            return MonrOutcome.WrongChecksum;
        if ((packet[6] & 0x7F) != Version)
            return MonrOutcome.UnknownVersion;
        if (BinaryPrimitives.ReadUInt16LittleEndian(packet[16..]) != MessageId)
            return MonrOutcome.OtherKind;
        if (!TryFindMonitor(packet[HeadBytes..end], out var monitor))
            return MonrOutcome.Malformed;
        message = Of(packet, monitor);
        return MonrOutcome.Taken;
    }

    private static bool TryFindMonitor(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> monitor)
    {
        monitor = default;
        while (content.Length >= ValueHeadBytes)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(content);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(content[2..]);
            if (length > content.Length - ValueHeadBytes || (id == ValueId && length < MonitorBytes))
                return false;
            if (id == ValueId)
                monitor = content.Slice(ValueHeadBytes, length);
            content = content[(ValueHeadBytes + length)..];
        }
        return content.IsEmpty && !monitor.IsEmpty;
    }

    private static MonrMessage Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> monitor) => new()
    {
        Transmitter = BinaryPrimitives.ReadUInt32LittleEndian(head[7..]),
        Counter = head[15],
        QuarterMilliseconds = BinaryPrimitives.ReadUInt32LittleEndian(monitor),
        X = BinaryPrimitives.ReadInt32LittleEndian(monitor[4..]),
        Y = BinaryPrimitives.ReadInt32LittleEndian(monitor[8..]),
        Z = BinaryPrimitives.ReadInt32LittleEndian(monitor[12..]),
        Yaw = BinaryPrimitives.ReadUInt16LittleEndian(monitor[16..]),
        Pitch = BinaryPrimitives.ReadInt16LittleEndian(monitor[18..]),
        Roll = BinaryPrimitives.ReadInt16LittleEndian(monitor[20..]),
        LongitudinalSpeed = BinaryPrimitives.ReadInt16LittleEndian(monitor[22..]),
        LateralSpeed = BinaryPrimitives.ReadInt16LittleEndian(monitor[24..]),
        LongitudinalAcceleration = BinaryPrimitives.ReadInt16LittleEndian(monitor[26..]),
        LateralAcceleration = BinaryPrimitives.ReadInt16LittleEndian(monitor[28..]),
        DriveDirection = monitor[30],
        State = monitor[31],
        ReadyToArm = monitor[32],
        Errors = monitor[33],
        ErrorCode = BinaryPrimitives.ReadUInt16LittleEndian(monitor[34..]),
    };
}
