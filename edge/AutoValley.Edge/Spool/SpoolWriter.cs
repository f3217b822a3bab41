using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>Appends to the newest segment of the agent's session and begins the next one when it is full. Not safe for concurrent use.</summary>
internal sealed class SpoolWriter(SpoolOptions options, SpoolShelf shelf, SpoolClock clock, uint number)
{
    // More holes than this are not worth writing down every second: after a crash the server is asked by sending again.
    private const int MaximumRanges = 1024;

    private byte[] buffer = new byte[64 * 1024];
    private byte[]? catalog;
    private bool isUnflushed;
    private List<string> closed = [];

    /// <summary>The segment that is appended to; null before the first batch and after a failure.</summary>
    public DiskSegment? Active => shelf.Cache.Active;

    /// <summary>Most bytes that an append takes, a new segment's head included.</summary>
    public static int SizeOf(ReadOnlySpan<byte> payload, byte[] catalog) =>
        SpoolFormat.HeaderSize + (2 * SpoolFormat.RecordSize) + payload.Length + catalog.Length;

    /// <summary>Writes a batch; a catalogue goes ahead of it when it differs from the one before or the segment has none.</summary>
    /// <exception cref="IOException">The disk does not take it; nothing of it is indexed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Append(BatchFacts facts, ReadOnlySpan<byte> payload, long written, byte[] newest)
    {
        if (Active is null || (Active.Length + SizeOf(payload, newest) > options.SegmentBytes && Active.Last > 0))
            Begin();
        var segment = Active!;
        if (segment.Catalog is null || !ReferenceEquals(catalog, newest))
        {
            segment.Catalog = Write(segment, SpoolRecordKind.Catalog, default, clock.Now, newest);
            catalog = newest;
        }
        var place = Write(segment, SpoolRecordKind.Batch, facts, written, payload);
        if (options.Sync == SpoolSync.EveryBatch)
            Flush();
        segment.Add(new SpoolEntry(facts, place, written));
    }

    /// <summary>Writes what was acknowledged since the last time; nothing while there is no segment to write to.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void WriteAcknowledged()
    {
        if (Active is null)
            return;
        foreach (var changed in shelf.Sessions.Where(candidate => candidate.AcknowledgedChanged && candidate.Acknowledged.Count <= MaximumRanges))
        {
            Active.AddAcknowledged(changed.Id, Write(Active, SpoolRecordKind.Acknowledged, default, clock.Now, WatermarkCodec.Write(changed.Id, changed.Acknowledged)));
            changed.AcknowledgedChanged = false;
        }
    }

    /// <summary>What is to be forced to the disk, which its caller does now.</summary>
    public UnflushedFiles TakeUnflushed()
    {
        var files = new UnflushedFiles(isUnflushed ? Active?.File : null, closed);
        (isUnflushed, closed) = (false, []);
        return files;
    }

    /// <summary>Begins a segment, after the one before got its index.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Begin()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // Without an index the next start reads it as a whole.
        }
        var path = Path.Combine(options.Folder, SpoolFormat.FileName(++number));
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            options.Write(file, SpoolFormat.WriteHeader(shelf.Current.Id, number, options.Vehicle), 0);
        }
        catch (IOException)
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
        var segment = DiskSegment.Begin(path, file, shelf.Cache);
        shelf.Current.Insert(segment);
        shelf.Cache.Active = segment;
        // The files that told it may go before those that it is about.
        foreach (var session in shelf.Sessions)
            session.AcknowledgedChanged = session.Acknowledged.Count > 0;
        WriteAcknowledged();
    }

    /// <summary>Appends no more: the segment gets its index.</summary>
    public void Close()
    {
        if (Active is not { } segment)
            return;
        shelf.Cache.Active = null;
        try
        {
            segment.Length += WriteIndex(segment.File, segment.Contents(), clock.Now, options);
        }
        finally
        {
            Leave(segment);
            segment.Close();
        }
    }

    /// <summary>Appends no more, as the disk does not take it: the next start reads the segment as a whole.</summary>
    public void Abandon()
    {
        if (Active is not { } segment)
            return;
        shelf.Cache.Active = null;
        Leave(segment);
        segment.Close();
        if (segment.Count == 0)
            shelf.Drop(shelf.Current, segment, (drops, _) => drops);
    }

    /// <summary>Writes a segment's last record.</summary>
    /// <returns>Its size.</returns>
    public static int WriteIndex(SafeFileHandle file, SegmentContents contents, long written, SpoolOptions options)
    {
        var payload = SegmentIndex.Write(contents, contents.Length);
        var record = new byte[SpoolFormat.RecordSize + payload.Length];
        SpoolFormat.WriteRecord(record, SpoolRecordKind.Index, default, written, payload);
        WriteWhole(file, record, contents.Length, options);
        return record.Length;
    }

    private void Leave(DiskSegment segment)
    {
        if (options.Sync == SpoolSync.Interval)
            closed.Add(segment.Path);
    }

    // Half a record must not lie behind a shorter one that is written over it.
    private static void WriteWhole(SafeFileHandle file, ReadOnlySpan<byte> record, int offset, SpoolOptions options)
    {
        try
        {
            options.Write(file, record, offset);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, offset);
            throw;
        }
    }

    private void Flush()
    {
        RandomAccess.FlushToDisk(Active!.File);
        isUnflushed = false;
    }

    private SpoolPlace Write(DiskSegment segment, SpoolRecordKind kind, BatchFacts facts, long written, ReadOnlySpan<byte> payload)
    {
        var size = SpoolFormat.RecordSize + payload.Length;
        if (buffer.Length < size)
            buffer = new byte[Math.Max(size, buffer.Length * 2)];
        var record = buffer.AsSpan(0, size);
        SpoolFormat.WriteRecord(record, kind, facts, written, payload);
        WriteWhole(segment.File, record, segment.Length, options);
        var place = new SpoolPlace(segment.Length + SpoolFormat.RecordSize, payload.Length);
        segment.Length += size;
        isUnflushed = true;
        return place;
    }
}
