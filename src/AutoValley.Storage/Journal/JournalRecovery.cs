using AutoValley.Storage.Journal.Parking;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal;

/// <summary>
/// Reads the journal that an earlier process left, whole or torn. Afterwards all its segments are closed. Those that are parked are not read, and what does
/// not fit into memory is parked.
/// </summary>
/// <param name="reservedPosition">See <see cref="IWatermarkTable.ReservedPosition"/>.</param>
/// <param name="memoryBytes">What records may take in memory.</param>
internal sealed class JournalRecovery(ParkingPlace place, long reservedPosition = 0, long memoryBytes = long.MaxValue)
{
    private static readonly ParallelOptions Workers = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private readonly IJournalFiles files = place.Files;
    private readonly ILogger logger = place.Logger;
    private readonly List<ClosedSegment> segments = [];
    private long memory;

    /// <summary>Closed segments with records, oldest first.</summary>
    public IReadOnlyList<ClosedSegment> Segments => segments;

    /// <summary>The position that the next record gets: more than what was given, sealed or reserved.</summary>
    public long NextPosition(long sealedPosition) => Math.Max(reservedPosition, Expected(sealedPosition) - 1) + 1;

    /// <summary>Reads all segments and deletes those that are sealed already.</summary>
    /// <exception cref="StoreException">A file cannot be read, or a record names a session that the catalogue does not know.</exception>
    public void Read(long sealedPosition)
    {
        try
        {
            var names = files.List(JournalFormat.Extension);
            foreach (var (parked, scan) in Scans(names))
            {
                if (parked is not null)
                    Take(parked.FileName, (parked.Summary.FirstPosition, parked.Summary.LastPosition), sealedPosition, () => new ClosedSegment(parked));
                else if (scan is not null)
                    Take(scan, isNewest: scan.Name == names[^1], sealedPosition);
            }
            foreach (var left in files.List(JournalFormat.Extension + SegmentIndexFormat.Extension).Except(ParkedNames().Select(SegmentIndexFormat.FileName)).ToArray())
                files.Delete(left);
            files.SyncFolder();
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not StoreException)
        {
            throw new StoreException($"journal: {exception.Message}", exception);
        }
        var batches = segments.Sum(segment => segment.LastPosition - segment.FirstPosition + 1);
        Log.JournalRead(logger, batches, segments.Count, segments.Count(segment => segment.Loaded is null));
    }

    // In order, of each segment one or the other: of a parked one its index tells all that is needed. Reading and checking is most of the time until a
    // server is ready, and segments do not depend on each other: as many at once as fit.
    private IEnumerable<(ParkedSegment? Parked, SegmentScan? Scan)> Scans(IReadOnlyList<string> names)
    {
        var parked = new ParkedSegment?[names.Count];
        Parallel.For(0, parked.Length, Workers, index => parked[index] = place.TryOpen(names[index]));
        for (var (start, end) = (0, 0); start < names.Count; start = end)
        {
            end = EndOfWindow(names, parked, start);
            var scans = new SegmentScan?[end - start];
            Parallel.For(start, end, Workers, index => scans[index - start] = parked[index] is null ? SegmentScan.Read(files, names[index], place.Sessions) : null);
            for (var index = start; index < end; index++)
                yield return (parked[index], scans[index - start]);
        }
    }

    private int EndOfWindow(IReadOnlyList<string> names, ParkedSegment?[] parked, int start)
    {
        var bytes = 0L;
        for (var end = start; end < names.Count; end++)
        {
            bytes += parked[end] is null ? LengthOf(names[end]) : 0;
            if (end > start && bytes > memoryBytes - memory)
                return end;
        }
        return names.Count;
    }

    private IEnumerable<string> ParkedNames() => segments.Where(segment => segment.Parked is not null).Select(segment => segment.FileName);

    private long LengthOf(string name)
    {
        using var file = files.OpenRead(name);
        return file.Length;
    }

    private void Take(SegmentScan scan, bool isNewest, long sealedPosition)
    {
        scan.Failure?.Throw();
        if (scan.Segment is not { } segment)
        {
            if (!isNewest)
                SegmentRepair.Keep(files, scan, logger);
            files.Delete(scan.Name);
            return;
        }
        if (segment.Bytes < scan.Bytes.Length)
            Cut(scan, segment, isNewest);
        Take(scan.Name, (segment.FirstPosition, segment.LastPosition), sealedPosition, () => Keep(segment));
    }

    private void Take(string name, (long First, long Last) positions, long sealedPosition, Func<ClosedSegment> take)
    {
        if (positions.Last < positions.First || positions.Last <= sealedPosition)
        {
            files.Delete(name);
            return;
        }
        // The first record after a restored backup leaves out what is reserved.
        var expected = Expected(sealedPosition);
        if (positions.First > expected && positions.First != reservedPosition + 1)
            Log.MissingPositions(logger, expected, positions.First - 1, name);
        segments.Add(take());
    }

    // Parked when there is no room; in memory all the same when that fails, as nothing may be left out.
    private ClosedSegment Keep(JournalSegment segment)
    {
        if (memory + segment.MemoryBytes > memoryBytes)
        {
            try
            {
                return new ClosedSegment(place.Park(segment));
            }
            catch (IOException exception)
            {
                Log.ParkingFailed(logger, segment.FileName, exception);
            }
        }
        memory += segment.MemoryBytes;
        return new ClosedSegment(segment);
    }

    private long Expected(long sealedPosition) => Math.Max(sealedPosition, segments.Count == 0 ? 0 : segments[^1].LastPosition) + 1;

    private void Cut(SegmentScan scan, JournalSegment segment, bool isNewest)
    {
        var torn = scan.Bytes.AsSpan((int)segment.Bytes).LastIndexOfAnyExcept((byte)0) + 1;
        if (!isNewest)
            SegmentRepair.Keep(files, scan, logger);
        else if (torn > 0)
            Log.TornTail(logger, scan.Name, torn);
        SegmentRepair.Cut(files, segment);
    }
}
