using AutoValley.Telemetry;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>
/// A closed segment whose records are on disk alone: its index tells what is in it, and a record is read when it is asked for. An index that
/// turns out to be broken is made anew of the segment. Safe for concurrent use; all members throw <see cref="StoreException"/> when the disk
/// fails or a record is damaged.
/// </summary>
internal sealed class ParkedSegment(ParkingPlace place, SegmentSummary summary)
{
    private readonly Lock mending = new();

    public string FileName { get; } = JournalFormat.FileName(summary.FirstPosition);

    public SegmentSummary Summary => summary;

    /// <summary>Of its records on disk.</summary>
    public long Bytes => summary.Bytes - JournalFormat.SegmentHeaderSize;

    /// <summary>The batch numbers of each session.</summary>
    public IReadOnlyList<(int Session, SequenceRange Numbers)> Sessions() => Ask(index => index.Sessions.ToArray());

    /// <summary>A vehicle's records; null when it has none, or none with a sample in the range.</summary>
    public VehicleRecords? Find(Vehicle vehicle, TimeRange? range) =>
        range is not { } wanted || summary.Times.Overlaps(wanted) ? Ask(index => index.Find(vehicle.Id, range)) : null;

    /// <summary>Where the records behind a position, which is before its last, begin; at most so many.</summary>
    public IReadOnlyList<uint> PlacesAfter(long position, int limit)
    {
        var first = (int)Math.Max(0, position + 1 - summary.FirstPosition);
        return Ask(index => new ArraySegment<uint>(index.Places(), first, Math.Min(limit, summary.Count - first)));
    }

    /// <summary>The records that begin at these places. They are not kept.</summary>
    public IEnumerable<JournalRecord> Read(IEnumerable<uint> places)
    {
        using var file = Guard(() => place.Files.OpenRead(FileName));
        foreach (var at in places)
            yield return Guard(() => TryReadRecord(file, at)) ?? throw Damaged(at);
    }

    /// <summary>As <see cref="Read"/>, but what is damaged is told in the log and left out.</summary>
    public IEnumerable<JournalRecord> ReadSound(IEnumerable<uint> places)
    {
        using var file = Guard(() => place.Files.OpenRead(FileName));
        foreach (var at in places)
        {
            if (Guard(() => TryReadRecord(file, at)) is { } record)
                yield return record;
            else
                Log.ParkedBatchDamaged(place.Logger, FileName, at);
        }
    }

    /// <summary>What is wrong with the index; null when nothing is.</summary>
    /// <param name="digest">Of the segment as it is; see <see cref="SegmentSummary.Digest"/>.</param>
    public string? FindFault(uint digest)
    {
        try
        {
            using var file = place.Files.OpenRead(SegmentIndexFormat.FileName(FileName));
            var index = SegmentIndex.Read(file);
            index.Verify();
            return index.Summary == summary && summary.Digest == digest ? null : "it is that of other records";
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>Reads all of it.</summary>
    public SegmentScan Load() => SegmentScan.Read(place.Files, FileName, place.Sessions);

    private JournalRecord? TryReadRecord(IJournalFile file, uint at)
    {
        Span<byte> head = stackalloc byte[JournalFormat.RecordHeaderSize];
        if (file.Read(head, at) < head.Length)
            return null;
        var size = JournalFormat.RecordHeaderSize + (long)JournalFormat.PayloadLength(head);
        if (size <= head.Length || at + size > summary.Bytes)
            return null;
        var bytes = GC.AllocateUninitializedArray<byte>((int)size);
        var position = JournalFormat.PositionOf(head);
        return file.Read(bytes, at) == bytes.Length && JournalFormat.TryReadRecord(bytes, position, out var header)
            && place.Sessions.Find(header.Session) is { } session
            ? new JournalRecord(session, header.Sequence, header.ReceiveTime, bytes.AsMemory(JournalFormat.RecordHeaderSize)) { Position = position }
            : null;
    }

    private T Ask<T>(Func<SegmentIndex, T> question) => Guard(() =>
    {
        try
        {
            return AskFile(question);
        }
        catch (Exception broken) when (broken is InvalidDataException or FileNotFoundException)
        {
            lock (mending)
                Mend(broken);
            return AskFile(question);
        }
    });

    private T AskFile<T>(Func<SegmentIndex, T> question)
    {
        using var file = place.Files.OpenRead(SegmentIndexFormat.FileName(FileName));
        return question(SegmentIndex.Read(file));
    }

    private void Mend(Exception broken)
    {
        Log.IndexBroken(place.Logger, FileName, broken.Message);
        var scan = Load();
        scan.Failure?.Throw();
        if (scan.Segment is not { } segment || segment.LastPosition < summary.LastPosition)
            throw Damaged(scan.Segment?.Bytes ?? 0);
        place.Park(segment);
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException && exception is not StoreException)
        {
            throw new StoreException($"journal segment {FileName}: {exception.Message}", exception);
        }
    }

    private StoreException Damaged(long at) => new($"journal segment {FileName} is damaged at byte {at}");
}
