using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>What lies where in a segment file: read from its index, or from all its records where it has none (its agent was killed).</summary>
internal sealed class SegmentContents
{
    /// <summary>Its batches, by number.</summary>
    public List<SpoolEntry> Entries { get; init; } = [];

    /// <summary>The newest catalogue.</summary>
    public SpoolPlace? Catalog { get; set; }

    /// <summary>Watermarks that were written down.</summary>
    public List<SpoolPlace> Acknowledged { get; init; } = [];

    /// <summary>Bytes of whole records; what lies behind is the index, or torn.</summary>
    public required int Length { get; set; }

    /// <summary>Records left out because their checksum is wrong.</summary>
    public int Damaged { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="isIndexed">Whether it has an index, which nobody has to write any more.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SegmentContents Read(SafeFileHandle file, out bool isIndexed)
    {
        var length = (int)Math.Min(RandomAccess.GetLength(file), int.MaxValue);
        var indexed = ReadIndex(file, length);
        isIndexed = indexed is not null;
        return indexed ?? Scan(ReadBytes(file, 0, length));
    }

    /// <summary>Exactly so many bytes of a file.</summary>
    /// <exception cref="SpoolException">It ends before.</exception>
    public static byte[] ReadBytes(SafeFileHandle file, int offset, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            if (got == 0)
                throw new SpoolException($"ends at byte {offset + read}, within a record");
            read += got;
        }
        return bytes;
    }

    private static SegmentContents? ReadIndex(SafeFileHandle file, int length)
    {
        if (length < SpoolFormat.HeaderSize + SpoolFormat.RecordSize + SegmentIndex.TailSize)
            return null;
        if (!SegmentIndex.TryReadTail(ReadBytes(file, length - SegmentIndex.TailSize, SegmentIndex.TailSize), out var offset))
            return null;
        if (offset < SpoolFormat.HeaderSize || offset > length - SpoolFormat.RecordSize - SegmentIndex.TailSize)
            return null;
        var record = ReadBytes(file, offset, length - offset);
        return SpoolFormat.TryReadRecord(record, out var head) && head.Kind == SpoolRecordKind.Index
            && head.Length == record.Length - SpoolFormat.RecordSize && SpoolFormat.IsIntact(record)
            ? SegmentIndex.Read(record.AsSpan(SpoolFormat.RecordSize), offset)
            : null;
    }

    private static SegmentContents Scan(byte[] bytes)
    {
        var contents = new SegmentContents { Length = SpoolFormat.HeaderSize };
        while (SpoolFormat.TryReadRecord(bytes.AsSpan(contents.Length), out var record))
        {
            var size = SpoolFormat.RecordSize + record.Length;
            if (size > bytes.Length - contents.Length)
                break;
            if (SpoolFormat.IsIntact(bytes.AsSpan(contents.Length, size)))
                contents.Take(record, new SpoolPlace(contents.Length + SpoolFormat.RecordSize, record.Length));
            else
                contents.Damaged++;
            contents.Length += size;
        }
        return contents;
    }

    private void Take(SpoolRecord record, SpoolPlace place)
    {
        switch (record.Kind)
        {
            case SpoolRecordKind.Catalog:
                Catalog = place;
                break;
            case SpoolRecordKind.Batch when Entries.Count == 0 || record.Facts.Sequence > Entries[^1].Sequence:
                Entries.Add(new SpoolEntry(record.Facts, place, record.Written));
                break;
            case SpoolRecordKind.Acknowledged:
                Acknowledged.Add(place);
                break;
        }
    }
}
