using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>Where segments are parked, and what their records mean.</summary>
/// <param name="Files">The journal's folder.</param>
/// <param name="Sessions">What records are of.</param>
/// <param name="Logger">Where troubles are told.</param>
internal sealed record ParkingPlace(IJournalFiles Files, JournalSessions Sessions, ILogger Logger)
{
    /// <summary>Writes the index of a closed segment.</summary>
    /// <exception cref="IOException">It could not be written; what is left of it is not believed.</exception>
    public ParkedSegment Park(JournalSegment segment)
    {
        foreach (var session in segment.Records.Select(record => record.Session).Distinct())
            Sessions.Add(session);
        var (bytes, summary) = SegmentIndexBuilder.Build(segment);
        using (var file = Files.Create(SegmentIndexFormat.FileName(segment.FileName), 0))
        {
            file.Write(bytes, 0);
            file.Sync();
        }
        Files.SyncFolder();
        return new ParkedSegment(this, summary);
    }

    /// <summary>The segment of a file that has an index; null when there is none, or it is not that of the file as it is.</summary>
    public ParkedSegment? TryOpen(string name)
    {
        try
        {
            using var file = Files.OpenRead(SegmentIndexFormat.FileName(name));
            var index = SegmentIndex.Read(file);
            using var segment = Files.OpenRead(name);
            return IsOf(index.Summary, segment, name) && index.Sessions.All(session => Sessions.Find(session.Session) is not null)
                ? new ParkedSegment(this, index.Summary)
                : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The records of a parked segment, to seal them. Behind damage nothing can be used: the file is kept beside the journal as it was.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public JournalSegment Load(ParkedSegment parked)
    {
        var scan = parked.Load();
        scan.Failure?.Throw();
        if (scan.Segment is { } segment && segment.LastPosition == parked.Summary.LastPosition)
            return segment;
        SegmentRepair.Keep(Files, scan, Logger);
        segment = scan.Segment ?? new JournalSegment(parked.Summary.FirstPosition);
        if (scan.Segment is not null)
            SegmentRepair.Cut(Files, segment);
        return segment;
    }

    /// <summary>Deletes a segment that is sealed, its index first, so that none is left alone. What cannot be deleted now is when the store opens.</summary>
    public void Delete(string segment, bool isParked)
    {
        try
        {
            if (isParked)
                Files.Delete(SegmentIndexFormat.FileName(segment));
            Files.Delete(segment);
            Files.SyncFolder();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.SegmentKept(Logger, segment, exception);
        }
    }

    private static bool IsOf(SegmentSummary summary, IJournalFile segment, string name)
    {
        Span<byte> header = stackalloc byte[JournalFormat.SegmentHeaderSize + JournalFormat.RecordHeaderSize];
        Span<byte> last = stackalloc byte[JournalFormat.RecordHeaderSize];
        return JournalFormat.FileName(summary.FirstPosition) == name && segment.Length == summary.Bytes
            && segment.Read(header, 0) == header.Length
            && JournalFormat.TryReadSegmentHeader(header, out var first) && first == summary.FirstPosition
            && JournalFormat.CheckOf(header[JournalFormat.SegmentHeaderSize..]) == summary.FirstCheck
            && segment.Read(last, summary.LastPlace) == last.Length
            && JournalFormat.CheckOf(last) == summary.LastCheck && JournalFormat.PositionOf(last) == summary.LastPosition;
    }
}
