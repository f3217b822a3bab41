using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>
/// Batches on the vehicle's disk until the server says that they are durable: those of this session, and what earlier ones left.
/// One lock guards everything; an append is one write, a read one read. See FORMAT.md.
/// </summary>
internal sealed class BatchSpool : IDisposable
{
    private readonly Lock gate = new();
    private readonly SpoolOptions options;
    private readonly ILogger logger;
    private readonly SpoolLock folderLock;
    private readonly List<SpoolSession> sessions;
    private readonly SpoolSession current;
    private readonly SpoolWriter writer;
    private readonly List<SpoolEntry> newly = [];
    private SpoolSegment? lastRead;
    private long appended, durable, durableSamples, durableBacklogSamples;
    private SampleDrops drops = new();
    private bool diskFailing;

    private BatchSpool(SpoolOptions options, SessionId session, SpoolLock folderLock, SpoolScan scan, ILogger logger)
    {
        (this.options, this.folderLock, this.logger) = (options, folderLock, logger);
        sessions = scan.Sessions;
        current = new SpoolSession(session);
        sessions.Add(current);
        writer = new SpoolWriter(options, current, scan.HighestNumber);
    }

    /// <summary>Opens the folder for a new session and finds what earlier ones left.</summary>
    /// <exception cref="SpoolException">The folder is in use by another agent, of another vehicle, or not usable.</exception>
    public static BatchSpool Open(SpoolOptions options, SessionId session, ILogger logger)
    {
        var folderLock = SpoolLock.Take(options.Folder);
        try
        {
            var scan = new SpoolScan(options, logger);
            scan.Run();
            return new BatchSpool(options, session, folderLock, scan, logger);
        }
        catch (Exception error)
        {
            folderLock.Dispose();
            if (error is UnauthorizedAccessException or IOException and not SpoolException)
                throw new SpoolException($"spool folder {options.Folder}: {error.Message}", error);
            throw;
        }
    }

    /// <summary>Counts and sizes now.</summary>
    public SpoolStatus Status
    {
        get
        {
            lock (gate)
            {
                var segments = sessions.SelectMany(session => session.Segments).ToList();
                return new SpoolStatus(
                    segments.Sum(segment => segment.Pending), segments.Sum(segment => segment.PendingSamples),
                    segments.Sum(segment => (long)segment.Length), appended, durable, durableSamples, durableBacklogSamples)
                { Drops = drops };
            }
        }
    }

    /// <summary>Whether nothing waits for an acknowledgement.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return sessions.TrueForAll(session => session.Pending == 0);
        }
    }

    /// <summary>Sessions with batches that wait, oldest first; the agent's own is always the last.</summary>
    public IReadOnlyList<SessionId> Sessions
    {
        get
        {
            lock (gate)
                return [.. sessions.Select(session => session.Id)];
        }
    }

    /// <summary>The highest batch number of this session.</summary>
    public ulong Highest
    {
        get
        {
            lock (gate)
                return current.Highest;
        }
    }

    /// <summary>Writes a batch of this session, and ahead of it its catalogue when that is new.</summary>
    /// <returns>False when the disk did not take it: it is lost, and counted.</returns>
    public bool Append(ulong sequence, int samples, ReadOnlySpan<byte> payload, byte[] catalog)
    {
        lock (gate)
        {
            var size = SpoolWriter.SizeOf(payload, catalog);
            MakeRoom(size);
            current.Highest = sequence;
            try
            {
                writer.Append(sequence, samples, payload, catalog);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                drops = drops with { Disk = drops.Disk + samples };
                if (!diskFailing)
                    logger.SpoolDiskFailing(options.Folder, error.Message);
                diskFailing = true;
                return false;
            }
            if (diskFailing)
                logger.SpoolDiskRecovered(options.Folder, drops.Disk);
            diskFailing = false;
            appended++;
            return true;
        }
    }

    /// <summary>The first batch of a session that waits, with a number above <paramref name="after"/>.</summary>
    public bool TryNext(SessionId session, ulong after, out SpooledBatch batch)
    {
        lock (gate)
        {
            batch = default;
            if (Find(session) is not { } found || !found.TryNext(after, out _, out var entry))
                return false;
            batch = new SpooledBatch(session, entry.Sequence, entry.Place.Length);
            return true;
        }
    }

    /// <summary>A batch's payload; null when it does not wait any more, or cannot be read (it is lost then, and counted).</summary>
    public byte[]? Read(SessionId session, ulong sequence)
    {
        lock (gate)
        {
            if (Find(session) is not { } found || !found.TryNext(sequence - 1, out var segment, out var entry) || entry.Sequence != sequence)
                return null;
            try
            {
                return Read(segment, entry.Place);
            }
            catch (IOException error)
            {
                logger.SpoolUnreadable(session, sequence, error.Message);
                drops = drops with { Disk = drops.Disk + entry.Samples };
                Forget(found, sequence);
                return null;
            }
        }
    }

    /// <summary>A session's newest catalogue; null when it has none or it cannot be read.</summary>
    public byte[]? ReadCatalog(SessionId session)
    {
        lock (gate)
        {
            if (session == current.Id)
                return writer.Catalog;
            var segment = Find(session)?.Segments.FindLast(candidate => candidate.Catalog is not null);
            try
            {
                return segment?.Catalog is { } place ? Read(segment, place) : null;
            }
            catch (IOException error)
            {
                logger.SpoolUnreadable(session, 0, error.Message);
                return null;
            }
        }
    }

    /// <summary>Merges what the server made durable and deletes the segments that are done.</summary>
    /// <returns>The numbers that waited until now.</returns>
    public IReadOnlyList<ulong> Acknowledge(SessionId session, IReadOnlyList<SequenceRange> ranges)
    {
        lock (gate)
        {
            if (Find(session) is not { } found)
                return [];
            newly.Clear();
            found.Acknowledge(ranges, newly);
            var samples = newly.Sum(entry => (long)entry.Samples);
            if (found == current)
                (durable, durableSamples) = (durable + newly.Count, durableSamples + samples);
            else
                durableBacklogSamples += samples;
            DeleteDone(found);
            return [.. newly.Select(entry => entry.Sequence)];
        }
    }

    /// <summary>Gives up a batch that the server refuses for good.</summary>
    public void Refuse(SessionId session, ulong sequence)
    {
        lock (gate)
        {
            if (Find(session) is { } found)
                drops = drops with { Refused = drops.Refused + Forget(found, sequence) };
        }
    }

    /// <summary>Once a second: writes what was acknowledged, and forces the segment to the disk when the policy says so.</summary>
    public void Maintain()
    {
        lock (gate)
        {
            try
            {
                writer.WriteAcknowledged(sessions);
                if (options.Sync == SpoolSync.Interval)
                    writer.Flush();
            }
            catch (IOException error)
            {
                logger.SpoolDiskFailing(options.Folder, error.Message);
            }
        }
    }

    /// <summary>Leaves the folder to the next agent, with only what still waits.</summary>
    public void Dispose()
    {
        Maintain();
        lock (gate)
        {
            writer.Close();
            foreach (var session in sessions.ToList())
                DeleteDone(session);
            foreach (var segment in sessions.SelectMany(session => session.Segments))
                segment.Dispose();
            folderLock.Dispose();
        }
    }

    private SpoolSession? Find(SessionId session) => sessions.Find(candidate => candidate.Id == session);

    private byte[] Read(SpoolSegment segment, SpoolPlace place)
    {
        // One file stays open for reading beside the one that is written.
        if (lastRead != segment && lastRead != writer.Active)
            lastRead?.Dispose();
        lastRead = segment;
        return segment.Read(place);
    }

    private void MakeRoom(int size)
    {
        while (sessions.Sum(session => session.Segments.Sum(segment => (long)segment.Length)) + size > options.MaximumBytes)
        {
            var session = sessions.Find(candidate => candidate.Segments.Count > 0);
            if (session is null || session.Segments[0] == writer.Active)
                return;
            var oldest = session.Segments[0];
            logger.SpoolFull(oldest.Path, oldest.Pending, oldest.PendingSamples);
            drops = drops with { SpoolFull = drops.SpoolFull + oldest.PendingSamples };
            Delete(session, oldest);
        }
    }

    private long Forget(SpoolSession session, ulong sequence)
    {
        newly.Clear();
        session.Acknowledge([new SequenceRange(sequence, sequence)], newly);
        DeleteDone(session);
        return newly.Sum(entry => (long)entry.Samples);
    }

    private void DeleteDone(SpoolSession session)
    {
        foreach (var segment in session.Segments.Where(segment => segment.Pending == 0 && segment != writer.Active).ToList())
            Delete(session, segment);
    }

    private void Delete(SpoolSession session, SpoolSegment segment)
    {
        segment.Dispose();
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It comes back at the next start; the server knows its batches by their numbers.
            logger.SpoolUndeletable(segment.Path, error.Message);
        }
        session.Segments.Remove(segment);
        if (session.Segments.Count == 0 && session != current)
            sessions.Remove(session);
    }
}
