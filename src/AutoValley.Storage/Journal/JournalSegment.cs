namespace AutoValley.Storage.Journal;

/// <summary>A segment and the records in it.</summary>
internal sealed class JournalSegment(long firstPosition)
{
    public string FileName { get; } = JournalFormat.FileName(firstPosition);

    public long FirstPosition { get; } = firstPosition;

    public List<JournalRecord> Records { get; } = [];

    /// <summary>Position of the last record; one less than the first when there is none.</summary>
    public long LastPosition => FirstPosition + Records.Count - 1;

    /// <summary>Bytes in use, header included.</summary>
    public long Bytes { get; private set; } = JournalFormat.SegmentHeaderSize;

    /// <summary>What its records take in memory, about.</summary>
    public long MemoryBytes { get; private set; }

    public void Add(JournalRecord record)
    {
        Records.Add(record);
        (Bytes, MemoryBytes) = (Bytes + record.Size, MemoryBytes + record.MemoryBytes);
    }
}
