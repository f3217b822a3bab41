using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal;

/// <summary>Reads the journal that an earlier process left, whole or torn. Afterwards all its segments are closed.</summary>
/// <param name="reservedPosition">See <see cref="IWatermarkTable.ReservedPosition"/>.</param>
internal sealed class JournalRecovery(IJournalFiles files, Func<int, Session?> sessions, ILogger logger, long reservedPosition = 0)
{
    private static readonly ParallelOptions Workers = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private readonly List<JournalSegment> segments = [];

    /// <summary>Closed segments with records, oldest first.</summary>
    public IReadOnlyList<JournalSegment> Segments => segments;

    /// <summary>The position that the next record gets: more than what was given, sealed or reserved.</summary>
    public long NextPosition(long sealedPosition) => Math.Max(reservedPosition, Expected(sealedPosition) - 1) + 1;

    /// <summary>Reads all segments and deletes those that are sealed already.</summary>
    /// <exception cref="StoreException">A file cannot be read, or a record names a session that the catalogue does not know.</exception>
    public void Read(long sealedPosition)
    {
        try
        {
            var names = files.List();
            var scans = new SegmentScan[names.Count];
            // Reading and checking is most of the time until a server is ready, and segments do not depend on each other.
            Parallel.For(0, scans.Length, Workers, index => scans[index] = SegmentScan.Read(files, names[index], sessions));
            for (var index = 0; index < scans.Length; index++)
                Take(scans[index], isNewest: index == scans.Length - 1, sealedPosition);
            files.SyncFolder();
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not StoreException)
        {
            throw new StoreException($"journal: {exception.Message}", exception);
        }
        Log.JournalRead(logger, segments.Sum(segment => segment.Records.Count), segments.Count);
    }

    private void Take(SegmentScan scan, bool isNewest, long sealedPosition)
    {
        scan.Failure?.Throw();
        var (name, bytes) = (scan.Name, scan.Bytes);
        if (scan.Segment is not { } segment)
        {
            if (!isNewest)
                Keep(name, bytes, 0, 0);
            files.Delete(name);
            return;
        }
        if (segment.Bytes < bytes.Length)
            Cut(name, segment, bytes, isNewest);
        if (segment.Records.Count == 0 || segment.LastPosition <= sealedPosition)
        {
            files.Delete(name);
            return;
        }
        // The first record after a restored backup leaves out what is reserved.
        var expected = Expected(sealedPosition);
        if (segment.FirstPosition > expected && segment.FirstPosition != reservedPosition + 1)
            Log.MissingPositions(logger, expected, segment.FirstPosition - 1, name);
        segments.Add(segment);
    }

    private long Expected(long sealedPosition) => Math.Max(sealedPosition, segments.Count == 0 ? 0 : segments[^1].LastPosition) + 1;

    private void Cut(string name, JournalSegment segment, byte[] bytes, bool isNewest)
    {
        var torn = bytes.AsSpan((int)segment.Bytes).LastIndexOfAnyExcept((byte)0) + 1;
        if (!isNewest)
            Keep(name, bytes, segment.Bytes, segment.Records.Count);
        else if (torn > 0)
            Log.TornTail(logger, name, torn);
        using var file = files.Open(name);
        file.SetLength(segment.Bytes);
        file.Sync();
    }

    private void Keep(string name, byte[] bytes, long offset, int records)
    {
        var kept = name + ".damaged";
        Log.DamagedSegment(logger, name, offset, records, kept);
        using var file = files.Create(kept, bytes.Length);
        file.Write(bytes, 0);
        file.Sync();
        files.SyncFolder();
    }

    /// <summary>A catalogue's sessions by their ids; null of one that it does not know.</summary>
    public static Func<int, Session?> SessionsOf(ICatalogue catalogue)
    {
        var sessions = catalogue.Vehicles.SelectMany(catalogue.Sessions).ToDictionary(session => session.Id);
        return sessions.GetValueOrDefault;
    }
}
