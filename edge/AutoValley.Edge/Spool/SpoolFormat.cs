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
}

/// <summary>The head of a record; see FORMAT.md.</summary>
internal readonly record struct SpoolRecord(SpoolRecordKind Kind, int Length, uint Checksum, int Samples, ulong Sequence);

/// <summary>The bytes of a segment file, as FORMAT.md draws them.</summary>
internal static class SpoolFormat
{
    public const int HeaderSize = 192;
    public const int RecordSize = 24;
    public const int MaximumPayload = 16 << 20;
    public const string Extension = ".spool";

    private const byte Version = 1;
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
    public static void WriteRecord(
        Span<byte> destination, SpoolRecordKind kind, ulong sequence, int samples, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (byte)kind);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], samples);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], sequence);
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
        if (length is < 0 or > MaximumPayload || kind is < 1 or > 3 || samples < 0)
            return false;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        record = new SpoolRecord((SpoolRecordKind)kind, length, checksum, samples, BinaryPrimitives.ReadUInt64LittleEndian(head[16..]));
        return true;
    }

    /// <summary>Whether a whole record, head and payload, is what was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) == Crc32C.Compute(record[8..]);
}
