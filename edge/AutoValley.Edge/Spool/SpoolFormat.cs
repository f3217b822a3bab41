using System.Buffers.Binary;
using System.Text;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Spool;

/// <summary>What a record of the spool holds; the numbers go to disk.</summary>
internal enum SpoolRecordKind : byte
{
    Catalog = 1,
    Batch = 2,
    Acknowledged = 3,
    Index = 4,
}

/// <summary>The head of a record; see FORMAT.md.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Length">The payload's.</param>
/// <param name="Facts">Of a batch; zero for other kinds.</param>
/// <param name="Written">When it was appended.</param>
internal readonly record struct SpoolRecord(SpoolRecordKind Kind, int Length, BatchFacts Facts, long Written);

/// <summary>The bytes of a segment file, as FORMAT.md draws them.</summary>
internal static class SpoolFormat
{
    public const int HeaderSize = 192;
    public const int RecordSize = 48;
    public const int MaximumPayload = 16 << 20;
    public const string Extension = ".spool";

    private const byte Version = 2;
    private const int ChecksumOffset = HeaderSize - sizeof(uint);
    private const int NameOffset = 32;

    private static ReadOnlySpan<byte> Magic => "AVSPOOL"u8;

    public static string FileName(uint number) => $"{number:D10}{Extension}";

    public static byte[] WriteHeader(SessionId session, uint number, VehicleName vehicle)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        header[Magic.Length] = Version;
        session.WriteTo(header.AsSpan(8, SessionId.Size));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), number);
        var length = Encoding.ASCII.GetBytes(vehicle.ToString(), header.AsSpan(NameOffset, ChecksumOffset - NameOffset));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(ChecksumOffset), Crc32C.Compute(header.AsSpan(0, ChecksumOffset)));
        return header;
    }

    /// <summary>Reads a header; false when it is damaged.</summary>
    /// <exception cref="SpoolException">It is of a version that this agent does not know.</exception>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out SessionId session, out VehicleName vehicle)
    {
        (session, vehicle) = (default, default);
        if (header.Length < HeaderSize || !header.StartsWith(Magic))
            return false;
        if (Crc32C.Compute(header[..ChecksumOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]))
            return false;
        if (header[Magic.Length] != Version)
            throw new SpoolException($"spool format {header[Magic.Length]}, and this agent knows {Version}");
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[28..]);
        return length is > 0 and <= ChecksumOffset - NameOffset
            && SessionId.TryRead(header.Slice(8, SessionId.Size), out session)
            && VehicleName.TryParse(Encoding.ASCII.GetString(header.Slice(NameOffset, length)), out vehicle);
    }

    /// <summary>Writes a whole record; <paramref name="destination"/> is exactly its size.</summary>
    public static void WriteRecord(Span<byte> destination, SpoolRecordKind kind, BatchFacts facts, long written, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (byte)kind);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], facts.Samples);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], facts.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], facts.FirstTime);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], facts.LastTime);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], written);
        payload.CopyTo(destination[RecordSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Crc32C.Compute(destination[8..]));
    }

    /// <summary>Reads a record's head; false when it can be none.</summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> head, out SpoolRecord record)
    {
        record = default;
        if (head.Length < RecordSize)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        var kind = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        var samples = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        if (length is < 0 or > MaximumPayload || kind is < 1 or > 4 || samples < 0)
            return false;
        var facts = new BatchFacts(
            BinaryPrimitives.ReadUInt64LittleEndian(head[16..]), samples,
            BinaryPrimitives.ReadInt64LittleEndian(head[24..]), BinaryPrimitives.ReadInt64LittleEndian(head[32..]));
        record = new SpoolRecord((SpoolRecordKind)kind, length, facts, BinaryPrimitives.ReadInt64LittleEndian(head[40..]));
        return true;
    }

    /// <summary>Whether a whole record, head and payload, is what was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) == Crc32C.Compute(record[8..]);
}
