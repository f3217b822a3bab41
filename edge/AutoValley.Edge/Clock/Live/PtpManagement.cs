using System.Buffers.Binary;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// A management message of PTP that asks for CURRENT_DATA_SET (IEEE 1588-2008, 13.3, 15.4 and 15.5.3.4.1), big-endian:
/// <code>
/// | 0 kind 13 | 1 version 2 | 2 length (2) | 4 domain | 5 … | 20 sender (10) | 30 sequence (2) | 32 control 4 | 33 interval 127
/// | 34 to whom (10) | 44 hops (2) | 46 action: 0 get, 2 response | 47 … | 48 TLV 1 (2) | 50 its length (2) | 52 id 0x2001 (2)
/// | 54 steps removed (2) | 56 offset from master (8) | 64 mean path delay (8) |
/// </code>
/// Offset and delay are nanoseconds × 2^16.
/// </summary>
internal static class PtpManagement
{
    /// <summary>Of the request.</summary>
    public const int RequestBytes = 54;

    private const int ReplyBytes = 72;
    private const byte Management = 0x0D;
    private const byte Version = 2;
    private const byte Response = 2;
    private const ushort ManagementTlv = 1;
    private const ushort CurrentDataSet = 0x2001;

    /// <summary>Writes the request, <see cref="RequestBytes"/>, to every port.</summary>
    public static void WriteRequest(Span<byte> bytes, byte domain, ushort sequence)
    {
        bytes[..RequestBytes].Clear();
        (bytes[0], bytes[1], bytes[4], bytes[32], bytes[33]) = (Management, Version, domain, 4, 0x7F);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], RequestBytes);
        // A port of no clock: ptp4l answers to the socket.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[28..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[30..], sequence);
        bytes.Slice(34, 10).Fill(0xFF);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[48..], ManagementTlv);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[50..], 2);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[52..], CurrentDataSet);
    }

    /// <summary>Reads the reply; false when the bytes are not that of the request.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ushort sequence, out ClockAnswer answer)
    {
        answer = default;
        if (bytes.Length < RequestBytes || (bytes[0] & 0x0F) != Management || (bytes[1] & 0x0F) != Version || (bytes[46] & 0x0F) != Response)
            return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[30..]) != sequence)
            return false;
        if (bytes.Length < ReplyBytes || BinaryPrimitives.ReadUInt16BigEndian(bytes[48..]) != ManagementTlv || BinaryPrimitives.ReadUInt16BigEndian(bytes[52..]) != CurrentDataSet)
        {
            answer = new ClockAnswer(null, "refuses to tell");
            return true;
        }
        var steps = BinaryPrimitives.ReadUInt16BigEndian(bytes[54..]);
        // Of its path nobody knows which part is the way back: all of it may be an error.
        var (offset, delay) = (BinaryPrimitives.ReadInt64BigEndian(bytes[56..]) >> 16, BinaryPrimitives.ReadInt64BigEndian(bytes[64..]) >> 16);
        answer = steps == 0
            ? new ClockAnswer(null, "follows no master")
            : new ClockAnswer(new ClockQuality(ClockSource.Ptp, offset, (ulong)Math.Max(delay, 0)), $"follows a master {steps} steps away");
        return true;
    }
}
