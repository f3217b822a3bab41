using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Spool;

/// <summary>Appends to the newest segment of the agent's session and begins the next one when it is full. Not safe for concurrent use.</summary>
internal sealed class SpoolWriter(SpoolOptions options, SpoolSession session, uint number)
{
    // More holes than this are not worth writing down every second: after a crash the server is asked by sending again.
    private const int MaximumRanges = 1024;

    private byte[] buffer = new byte[64 * 1024];
    private bool unflushed;

    /// <summary>The segment that is appended to; null before the first batch and after a failed begin.</summary>
    public SpoolSegment? Active { get; private set; }

    /// <summary>The session's catalogue as last written.</summary>
    public byte[]? Catalog { get; private set; }

    /// <summary>Most bytes that an append takes, a new segment's head included.</summary>
    public static int SizeOf(ReadOnlySpan<byte> payload, byte[] catalog) =>
        SpoolFormat.HeaderSize + 2 * SpoolFormat.RecordSize + payload.Length + catalog.Length;

    /// <summary>Writes a batch; a catalogue goes ahead of it when it differs from the one before or the segment has none.</summary>
    /// <exception cref="IOException">The disk does not take it; nothing of it is indexed.</exception>
    public void Append(ulong sequence, int samples, ReadOnlySpan<byte> payload, byte[] catalog)
    {
        if (Active is null || Active.Length + SizeOf(payload, catalog) > options.SegmentBytes && Active.Last > 0)
            Begin();
        var segment = Active!;
        if (segment.Catalog is null || !ReferenceEquals(catalog, Catalog))
        {
            segment.Catalog = Write(segment, SpoolRecordKind.Catalog, 0, 0, catalog);
            Catalog = catalog;
        }
        var place = Write(segment, SpoolRecordKind.Batch, sequence, samples, payload);
        if (options.Sync == SpoolSync.EveryBatch)
            Flush();
        segment.Add(sequence, place, samples);
    }

    /// <summary>Writes what was acknowledged since the last time; nothing while there is no segment to write to.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void WriteAcknowledged(IEnumerable<SpoolSession> sessions)
    {
        if (Active is null)
            return;
        foreach (var changed in sessions.Where(candidate => candidate.AcknowledgedChanged && candidate.Acknowledged.Count <= MaximumRanges))
        {
            Write(Active, SpoolRecordKind.Acknowledged, 0, 0, WatermarkCodec.Write(changed.Id, changed.Acknowledged));
            changed.AcknowledgedChanged = false;
        }
    }

    /// <summary>Forces what was written to the disk.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Flush()
    {
        if (unflushed && Active is not null)
            RandomAccess.FlushToDisk(Active.File);
        unflushed = false;
    }

    /// <summary>Appends no more.</summary>
    public void Close()
    {
        Active?.Dispose();
        Active = null;
    }

    private void Begin()
    {
        if (options.Sync != SpoolSync.None)
            Flush();
        Close();
        number++;
        var segment = new SpoolSegment(Path.Combine(options.Folder, SpoolFormat.FileName(number)), number, session.Id);
        try
        {
            File.OpenHandle(segment.Path, FileMode.CreateNew, FileAccess.Write).Dispose();
            options.Write(segment.File, SpoolFormat.WriteHeader(session.Id, number, options.Vehicle), 0);
        }
        catch (IOException)
        {
            segment.Dispose();
            File.Delete(segment.Path);
            throw;
        }
        segment.Length = SpoolFormat.HeaderSize;
        session.Segments.Add(segment);
        Active = segment;
    }

    private SpoolPlace Write(SpoolSegment segment, SpoolRecordKind kind, ulong sequence, int samples, ReadOnlySpan<byte> payload)
    {
        var size = SpoolFormat.RecordSize + payload.Length;
        if (buffer.Length < size)
            buffer = new byte[Math.Max(size, buffer.Length * 2)];
        var record = buffer.AsSpan(0, size);
        SpoolFormat.WriteRecord(record, kind, sequence, samples, payload);
        try
        {
            options.Write(segment.File, record, segment.Length);
        }
        catch (IOException)
        {
            // Half a record must not lie behind a shorter one that is written over it.
            RandomAccess.SetLength(segment.File, segment.Length);
            throw;
        }
        var place = new SpoolPlace(segment.Length + SpoolFormat.RecordSize, payload.Length);
        segment.Length += size;
        unflushed = true;
        return place;
    }
}
