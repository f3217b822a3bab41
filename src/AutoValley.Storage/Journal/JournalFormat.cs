using System.Buffers.Binary;
using System.Globalization;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal;

/// <summary>The bytes of segments and records; FORMAT.md draws them.</summary>
internal static class JournalFormat
{
    public const string Extension = ".avj";
    public const int SegmentHeaderSize = 32;
    public const int RecordHeaderSize = 40;

    private const int SegmentChecksumAt = 28;

    private static ReadOnlySpan<byte> Magic => "AVJRNL\x01\x00"u8;

    public static string FileName(long firstPosition) => firstPosition.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Bytes of a record on disk.</summary>
    public static int RecordSize(int payloadLength) => (RecordHeaderSize + payloadLength + 7) & ~7;

    public static void WriteSegmentHeader(Span<byte> destination, long firstPosition)
    {
        destination[..SegmentHeaderSize].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], firstPosition);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[SegmentChecksumAt..], Crc32C.Compute(destination[..SegmentChecksumAt]));
    }

    /// <summary>False when it is no header of this version.</summary>
    public static bool TryReadSegmentHeader(ReadOnlySpan<byte> segment, out long firstPosition)
    {
        firstPosition = 0;
        if (segment.Length < SegmentHeaderSize || !segment.StartsWith(Magic))
            return false;
        firstPosition = BinaryPrimitives.ReadInt64LittleEndian(segment[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(segment[SegmentChecksumAt..]) == Crc32C.Compute(segment[..SegmentChecksumAt]);
    }

    /// <summary>Writes a record, padding included; gives its size.</summary>
    public static int WriteRecord(Span<byte> destination, JournalRecord record)
    {
        WriteRecordHeader(destination, record);
        record.Payload.Span.CopyTo(destination[RecordHeaderSize..]);
        var end = RecordHeaderSize + record.Payload.Length;
        destination[end..record.Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Crc32C.Compute(destination[4..end]));
        return record.Size;
    }

    /// <summary>The check sum of a record as it is on disk.</summary>
    public static uint CheckOf(JournalRecord record)
    {
        Span<byte> header = stackalloc byte[RecordHeaderSize];
        WriteRecordHeader(header, record);
        return Crc32C.Compute(record.Payload.Span, Crc32C.Compute(header[4..]));
    }

    /// <summary>What a record's header says of its check sum, right or not.</summary>
    public static uint CheckOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header);

    /// <summary>What a record's header says of its position, right or not.</summary>
    public static long PositionOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64LittleEndian(header[8..]);

    /// <summary>What a record's header says of its payload's length, right or not.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header[4..]);

    /// <summary>Reads the record at the start of <paramref name="bytes"/>; false when there is no good one of that position.</summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> bytes, long position, out RecordHeader header)
    {
        header = default;
        if (bytes.Length < RecordHeaderSize || BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != position)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (length <= 0 || length > bytes.Length - RecordHeaderSize)
            return false;
        header = new RecordHeader(
            length,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Crc32C.Compute(bytes[4..(RecordHeaderSize + length)]);
    }

    // All but the check sum.
    private static void WriteRecordHeader(Span<byte> header, JournalRecord record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], record.Payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], record.Position);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], record.Session.Id);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], record.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], record.ReceiveTime);
    }
}

/// <summary>What a record says beside its payload.</summary>
internal readonly record struct RecordHeader(int Length, int Session, ulong Sequence, long ReceiveTime);
