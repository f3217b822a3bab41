using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal;

/// <summary>Reads a segment's records one after the other while it may still be written; see FORMAT.md.</summary>
internal sealed class SegmentCheck : IDisposable
{
    private readonly FileStream file;
    private byte[] buffer = new byte[64 * 1024];

    private SegmentCheck(FileStream file) => this.file = file;

    /// <summary>Of the last good record; before, one less than that of the first; 0 when the segment's header is damaged.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>CRC-32C over the check sums of the records so far, as an index has it.</summary>
    public uint Digest { get; private set; }

    /// <exception cref="FileNotFoundException">There is no such segment any more.</exception>
    public static SegmentCheck Open(string path)
    {
        var check = new SegmentCheck(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1));
        var header = check.Read(0, JournalFormat.SegmentHeaderSize);
        if (JournalFormat.TryReadSegmentHeader(header, out var first))
            (check.Position, check.Offset) = (first - 1, JournalFormat.SegmentHeaderSize);
        return check;
    }

    /// <summary>Goes to the next record; false when there is no good one.</summary>
    public bool TryNext()
    {
        if (Offset == 0)
            return false;
        var bytes = Read(Offset, JournalFormat.RecordHeaderSize);
        if (bytes.Length < JournalFormat.RecordHeaderSize)
            return false;
        // A length that is damaged reaches no further than the file.
        var size = JournalFormat.RecordHeaderSize + (long)JournalFormat.PayloadLength(bytes);
        if (size <= JournalFormat.RecordHeaderSize || size > file.Length - Offset || size > Array.MaxLength)
            return false;
        var record = Read(Offset, (int)size);
        if (!JournalFormat.TryReadRecord(record, Position + 1, out var header))
            return false;
        (Position, Offset, Digest) = (Position + 1, Offset + JournalFormat.RecordSize(header.Length), Crc32C.Compute(record[..sizeof(uint)], Digest));
        return true;
    }

    public void Dispose() => file.Dispose();

    private ReadOnlySpan<byte> Read(long offset, int count)
    {
        if (buffer.Length < count)
            buffer = GC.AllocateUninitializedArray<byte>(count);
        file.Position = offset;
        return buffer.AsSpan(0, file.ReadAtLeast(buffer.AsSpan(0, count), count, throwOnEndOfStream: false));
    }
}
