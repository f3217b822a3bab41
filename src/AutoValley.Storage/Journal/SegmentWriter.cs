namespace AutoValley.Storage.Journal;

/// <summary>The segment that is being written. After an exception only <see cref="Close"/> may be called, until it succeeds.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly IJournalFile file;
    private byte[] buffer = [];

    private SegmentWriter(IJournalFile file, long firstPosition, long capacity)
    {
        this.file = file;
        Segment = new JournalSegment(firstPosition);
        Capacity = capacity;
    }

    public JournalSegment Segment { get; }

    /// <summary>Bytes that were preallocated.</summary>
    public long Capacity { get; }

    /// <exception cref="IOException">It could not be made; a file that is left behind holds no record.</exception>
    public static SegmentWriter Create(IJournalFiles files, long firstPosition, long capacity)
    {
        var writer = new SegmentWriter(files.Create(JournalFormat.FileName(firstPosition), capacity), firstPosition, capacity);
        try
        {
            Span<byte> header = stackalloc byte[JournalFormat.SegmentHeaderSize];
            JournalFormat.WriteSegmentHeader(header, firstPosition);
            writer.file.Write(header, 0);
            writer.file.Sync();
            files.SyncFolder();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Numbers, writes and syncs the records of a group; on an exception the segment holds none of them.</summary>
    public void Write(CommitGroup group)
    {
        if (buffer.Length < group.Bytes)
            buffer = GC.AllocateUninitializedArray<byte>(group.Bytes);
        var (position, at) = (Segment.LastPosition, 0);
        foreach (var record in group.Records)
        {
            record.Position = ++position;
            at += JournalFormat.WriteRecord(buffer.AsSpan(at), record);
        }
        file.Write(buffer.AsSpan(0, at), Segment.Bytes);
        file.Sync();
        group.Records.ForEach(Segment.Add);
    }

    /// <summary>Cuts the file to what is durable. From then on it does not change.</summary>
    public void Close()
    {
        file.SetLength(Segment.Bytes);
        file.Sync();
        file.Dispose();
    }

    public void Dispose() => file.Dispose();
}
