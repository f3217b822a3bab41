using System.Buffers.Binary;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// What chronyd says of the system clock (chronyc's <c>tracking</c>), by its protocol of version 6, big-endian:
/// <code>
/// request | 0 version 6 | 1 kind 1 | 2 … (2) | 4 command 33 (2) | 6 attempt (2) | 8 sequence (4) | 12 … to the length of the reply
/// reply   | 0 version 6 | 1 kind 2 | 2 … (2) | 4 command 33 (2) | 6 reply 5 (2) | 8 status (2) | 10 … | 16 sequence (4) | 20 …
///         | 28 reference id (4) | 32 address (16) | 48 its family (2) | 52 stratum (2) | 54 leap status (2) | 56 reference time (12) | 68 system time is slow by
///         | 72 … | 92 root delay | 96 root dispersion | 100 interval |
/// </code>
/// From 68 on each number has 32 bits: 7 of a signed exponent e, 25 of a signed coefficient c; it is c × 2^(e−25). Source: chrony, candm.h and chronyc(1).
/// </summary>
internal static class ChronyTracking
{
    /// <summary>Of request and reply.</summary>
    public const int Bytes = 104;

    private const byte Version = 6;
    private const byte Request = 1;
    private const byte Reply = 2;
    private const ushort Command = 33;
    private const ushort TrackingReply = 5;
    private const ushort NotSynchronised = 3;

    // 127.127.1.1: chronyd serves the computer's own clock, which nobody keeps.
    private const uint Local = 0x7F7F_0101;

    private const ushort Ipv4 = 1;
    private const ushort Ipv6 = 2;

    /// <summary>Writes the request, <see cref="Bytes"/>.</summary>
    public static void WriteRequest(Span<byte> bytes, uint sequence)
    {
        bytes[..Bytes].Clear();
        (bytes[0], bytes[1]) = (Version, Request);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], Command);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], sequence);
    }

    /// <summary>Reads the reply; false when the bytes are not that of the request.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint sequence, out ClockAnswer answer)
    {
        answer = default;
        if (bytes.Length < Bytes || bytes[0] != Version || bytes[1] != Reply || BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]) != sequence)
            return false;
        var status = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        if (status != 0 || BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) != TrackingReply)
            answer = new ClockAnswer(null, $"refuses to tell (status {status})");
        else if (BinaryPrimitives.ReadUInt16BigEndian(bytes[54..]) >= NotSynchronised || BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]) is 0 or Local)
            answer = new ClockAnswer(null, "is not synchronised");
        else
            answer = ReadTracking(bytes);
        return true;
    }

    /// <summary>chrony's number of 32 bits.</summary>
    public static double Number(uint bits) => Math.ScaleB((int)(bits << 7) >> 7, ((int)bits >> 25) - 25);

    private static ClockAnswer ReadTracking(ReadOnlySpan<byte> bytes)
    {
        var (slow, delay, dispersion) = (NumberAt(bytes, 68), NumberAt(bytes, 92), NumberAt(bytes, 96));
        var family = BinaryPrimitives.ReadUInt16BigEndian(bytes[48..]);
        var source = family is Ipv4 or Ipv6 ? ClockSource.Ntp : bytes[28..] is [(byte)'P', (byte)'H' or (byte)'T', ..] ? ClockSource.Ptp : ClockSource.Gnss;
        // chronyc(1): the error is not more than the offset, the dispersion and half of the delay together; the offset is told beside it here.
        var error = Nanos(dispersion + (delay / 2));
        var quality = new ClockQuality(source, -Nanos(slow), (ulong)Math.Max(0, error));
        return new ClockAnswer(quality, $"is synchronised by {source}, stratum {BinaryPrimitives.ReadUInt16BigEndian(bytes[52..])}");
    }

    private static double NumberAt(ReadOnlySpan<byte> bytes, int offset) => Number(BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]));

    private static long Nanos(double seconds) => (long)Math.Round(Math.Clamp(seconds, -1e9, 1e9) * 1e9);
}
