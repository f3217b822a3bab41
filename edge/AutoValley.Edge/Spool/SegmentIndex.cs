using System.Buffers.Binary;

namespace AutoValley.Edge.Spool;

/// <summary>What lies where in a closed segment: the payload of its last record, so that an agent that starts reads no batches. See FORMAT.md.</summary>
internal static class SegmentIndex
{
    /// <summary>Bytes at a file's end that lead to the index.</summary>
    public const int TailSize = 8;

    private const int HeadSize = 16;
    private const int PlaceSize = 8;
    private const int EntrySize = 48;

    private static ReadOnlySpan<byte> Magic => "AVIX"u8;

    /// <summary>The payload of a record that is written at <paramref name="offset"/>.</summary>
    public static byte[] Write(SegmentContents contents, int offset)
    {
        var payload = new byte[HeadSize + (contents.Acknowledged.Count * PlaceSize) + (contents.Entries.Count * EntrySize) + TailSize];
        WritePlace(payload, contents.Catalog ?? default);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(8), contents.Acknowledged.Count);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(12), contents.Entries.Count);
        var rest = payload.AsSpan(HeadSize);
        foreach (var place in contents.Acknowledged)
        {
            WritePlace(rest, place);
            rest = rest[PlaceSize..];
        }
        foreach (var entry in contents.Entries)
        {
            WriteEntry(rest, entry);
            rest = rest[EntrySize..];
        }
        BinaryPrimitives.WriteInt32LittleEndian(rest, offset);
        Magic.CopyTo(rest[4..]);
        return payload;
    }

    /// <summary>The offset of the index that a file's last bytes lead to; false when they are none.</summary>
    public static bool TryReadTail(ReadOnlySpan<byte> tail, out int offset)
    {
        offset = BinaryPrimitives.ReadInt32LittleEndian(tail);
        return tail[4..].SequenceEqual(Magic);
    }

    /// <summary>Reads an index; null when the bytes are none.</summary>
    /// <param name="payload">Of a record whose checksum is right.</param>
    /// <param name="length">Of the segment's records, the index itself left out.</param>
    public static SegmentContents? Read(ReadOnlySpan<byte> payload, int length)
    {
        if (payload.Length < HeadSize + TailSize)
            return null;
        var acknowledged = BinaryPrimitives.ReadInt32LittleEndian(payload[8..]);
        var batches = BinaryPrimitives.ReadInt32LittleEndian(payload[12..]);
        if (acknowledged < 0 || batches < 0 || HeadSize + ((long)acknowledged * PlaceSize) + ((long)batches * EntrySize) + TailSize != payload.Length)
            return null;
        var catalog = ReadPlace(payload);
        var contents = new SegmentContents { Catalog = catalog.Offset > 0 ? catalog : null, Length = length };
        var rest = payload[HeadSize..];
        for (; acknowledged > 0; acknowledged--, rest = rest[PlaceSize..])
            contents.Acknowledged.Add(ReadPlace(rest));
        contents.Entries.EnsureCapacity(batches);
        for (; batches > 0; batches--, rest = rest[EntrySize..])
            contents.Entries.Add(ReadEntry(rest));
        return contents;
    }

    private static void WritePlace(Span<byte> destination, SpoolPlace place)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, place.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], place.Length);
    }

    private static SpoolPlace ReadPlace(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(source), BinaryPrimitives.ReadInt32LittleEndian(source[4..]));

    private static void WriteEntry(Span<byte> destination, SpoolEntry entry)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, entry.Sequence);
        WritePlace(destination[8..], entry.Place);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], entry.Samples);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], entry.Facts.FirstTime);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], entry.Facts.LastTime);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], entry.Written);
    }

    private static SpoolEntry ReadEntry(ReadOnlySpan<byte> source) => new(
        new BatchFacts(
            BinaryPrimitives.ReadUInt64LittleEndian(source), BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]), BinaryPrimitives.ReadInt64LittleEndian(source[32..])),
        ReadPlace(source[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[40..]));
}
