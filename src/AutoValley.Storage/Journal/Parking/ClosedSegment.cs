namespace AutoValley.Storage.Journal.Parking;

/// <summary>
/// A closed segment until it is sealed: its records are in memory, or it is parked, or both while it is sealed after that. Changed under the lock of
/// <see cref="WaitingSegments"/>.
/// </summary>
internal sealed class ClosedSegment
{
    public ClosedSegment(JournalSegment segment)
    {
        (FileName, FirstPosition, LastPosition, Bytes) = (segment.FileName, segment.FirstPosition, segment.LastPosition, segment.Bytes - JournalFormat.SegmentHeaderSize);
        Loaded = segment;
        MemoryBytes = segment.MemoryBytes;
    }

    public ClosedSegment(ParkedSegment parked)
    {
        var summary = parked.Summary;
        (FileName, FirstPosition, LastPosition, Bytes) = (parked.FileName, summary.FirstPosition, summary.LastPosition, parked.Bytes);
        Parked = parked;
    }

    public string FileName { get; }

    public long FirstPosition { get; }

    public long LastPosition { get; }

    /// <summary>Of its records on disk.</summary>
    public long Bytes { get; }

    /// <summary>What its records take in memory; 0 while they are not there.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>With its records; null while they are on disk alone.</summary>
    public JournalSegment? Loaded { get; private set; }

    /// <summary>Null until it was parked.</summary>
    public ParkedSegment? Parked { get; private set; }

    /// <summary>Its records leave the memory.</summary>
    public void Park(ParkedSegment parked) => (Parked, Loaded, MemoryBytes) = (parked, null, 0);

    /// <summary>Its records are in memory again.</summary>
    public void Load(JournalSegment segment) => (Loaded, MemoryBytes) = (segment, segment.MemoryBytes);
}
