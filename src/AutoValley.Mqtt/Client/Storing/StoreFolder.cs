using System.Buffers;
using System.Globalization;

namespace AutoValley.Mqtt.Client.Storing;

/// <summary>
/// The segments of a client's store, which one writer appends to. They go from the oldest on when no publish in them waits, so that what a later one says of
/// an earlier one is never lost before it.
/// </summary>
internal sealed class StoreFolder : IDisposable
{
    /// <summary>A segment takes no more records beyond this.</summary>
    private const int SegmentBytes = 4 * 1024 * 1024;

    private readonly string folder;
    private readonly FileStream folderLock;
    private readonly TimeProvider clock;
    private readonly Dictionary<ushort, StoreSegment> owners = [];
    private readonly HashSet<ushort> taken = [];
    private readonly ArrayBufferWriter<byte> buffer = new();
    private List<StoreSegment> segments = [];
    private FileStream? file;
    private long number;
    private long bytes;

    private StoreFolder(string folder, FileStream folderLock, TimeProvider clock) =>
        (this.folder, this.folderLock, this.clock) = (folder, folderLock, clock);

    /// <summary>What was not done when it was opened, oldest first.</summary>
    public IReadOnlyList<MqttStoredPublish> Recovered { get; private set; } = [];

    /// <summary>Identifiers that were taken when it was opened.</summary>
    public IReadOnlyList<ushort> RecoveredTaken { get; private set; } = [];

    /// <summary>Bytes that could not be read when it was opened.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Bytes of all segments.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <exception cref="IOException">It cannot be used, or another process has it.</exception>
    public static StoreFolder Open(string path, TimeProvider clock)
    {
        Directory.CreateDirectory(path);
        // Held while it is open: two processes would take each other's identifiers.
        var folderLock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var store = new StoreFolder(path, folderLock, clock);
        try
        {
            store.Recover();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A publish as its record's body.</summary>
    public byte[] Encode(ushort packetId, MqttPublish publish) => StoreFormat.WritePublish(packetId, publish, clock.GetUtcNow());

    /// <summary>Appends records; with <paramref name="sync"/> they are on the disk when this returns.</summary>
    /// <exception cref="IOException">They are not; what was written of them is cut off again.</exception>
    public void Append(List<StoreRecord> records, bool sync)
    {
        var (output, segment) = Active();
        buffer.ResetWrittenCount();
        foreach (var record in records)
            StoreFormat.Write(buffer, record);
        try
        {
            output.Write(buffer.WrittenSpan);
            output.Flush(flushToDisk: sync);
        }
        catch (IOException)
        {
            Abandon(output, segment.Bytes);
            throw;
        }
        segment.Bytes += buffer.WrittenCount;
        Interlocked.Add(ref bytes, buffer.WrittenCount);
        foreach (var record in records)
            Apply(segment, record);
        DeleteDone();
    }

    public void Dispose()
    {
        file?.Dispose();
        folderLock.Dispose();
    }

    private void Recover()
    {
        var recovery = new StoreRecovery(clock.GetUtcNow());
        recovery.Read(folder);
        (segments, number, DamagedBytes, Recovered) = (recovery.Segments, recovery.LastNumber, recovery.DamagedBytes, recovery.Pending());
        bytes = segments.Sum(segment => segment.Bytes);
        foreach (var (id, segment) in recovery.Owners)
            owners.Add(id, segment);
        RecoveredTaken = [.. recovery.Taken];
        taken.UnionWith(RecoveredTaken);
        DeleteDone();
    }

    // A new process begins a new segment: the end of the last one may be torn.
    private (FileStream Output, StoreSegment Segment) Active()
    {
        if (file is not null && segments[^1].Bytes < SegmentBytes)
            return (file, segments[^1]);
        file?.Dispose();
        var path = Path.Combine(folder, (++number).ToString("D10", CultureInfo.InvariantCulture) + StoreFormat.Extension);
        buffer.ResetWrittenCount();
        buffer.Write(StoreFormat.Magic);
        // All that is taken stands in every segment, so that none has to stay for it.
        foreach (var id in taken)
            StoreFormat.Write(buffer, new StoreRecord(StoreRecordKind.Taken, id, default));
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        segments.Add(new StoreSegment(path));
        try
        {
            file.Write(buffer.WrittenSpan);
            file.Flush(flushToDisk: taken.Count > 0);
        }
        catch (IOException)
        {
            Abandon(file, 0);
            throw;
        }
        segments[^1].Bytes = buffer.WrittenCount;
        Interlocked.Add(ref bytes, buffer.WrittenCount);
        return (file, segments[^1]);
    }

    private void Abandon(FileStream output, long intact)
    {
        try
        {
            output.SetLength(intact);
        }
        catch (IOException)
        {
            // Its torn end stays, as after a power cut.
        }
        output.Dispose();
        file = null;
    }

    private void Apply(StoreSegment segment, in StoreRecord record)
    {
        if (record.Kind == StoreRecordKind.Taken)
            taken.Add(record.PacketId);
        else if (record.Kind == StoreRecordKind.LetGo)
            taken.Remove(record.PacketId);
        if (record.Kind is not (StoreRecordKind.Publish or StoreRecordKind.Done))
            return;
        if (owners.Remove(record.PacketId, out var before))
            before.Pending--;
        if (record.Kind != StoreRecordKind.Publish)
            return;
        owners.Add(record.PacketId, segment);
        segment.Pending++;
    }

    private void DeleteDone()
    {
        // Until another segment begins, these alone say what is taken.
        if (file is null && taken.Count > 0)
            return;
        while (segments.Count > 0 && segments[0].Pending == 0 && (file is null || segments.Count > 1))
        {
            File.Delete(segments[0].Path);
            Interlocked.Add(ref bytes, -segments[0].Bytes);
            segments.RemoveAt(0);
        }
    }
}
