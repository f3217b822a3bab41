using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>
/// Batches on the vehicle until the server says that they are durable: those of this session, and what earlier ones left. They lie on the disk; while
/// that takes none, in memory. One lock guards everything; an append is one write, a read one read. See FORMAT.md.
/// </summary>
internal sealed class BatchSpool : IDisposable
{
    /// <summary>Most batches that are asked for again by one <see cref="Resend"/>.</summary>
    public const int MaximumResend = 100_000;

    // Errors of Linux: no space left on the device, and no quota left of it.
    private const int NoSpace = 28, NoQuota = 122;

    private readonly Lock gate = new();
    private readonly SpoolOptions options;
    private readonly ILogger logger;
    private readonly SpoolClock clock;
    private readonly SpoolShelf shelf;
    private readonly SpoolMemory memory;
    private readonly List<SpoolEntry> newly = [];
    private SpoolLock? folderLock;
    private SpoolWriter? writer;
    private byte[] catalog = [];
    private string? fault;
    private long appended, durable, durableSamples, durableBacklogSamples;
    private int resends;

    private BatchSpool(SpoolOptions options, SessionId session, ILogger logger)
    {
        (this.options, this.logger) = (options, logger);
        clock = new SpoolClock(options.Clock);
        shelf = new SpoolShelf(options, session, logger);
        memory = new SpoolMemory(options, shelf);
    }

    /// <summary>
    /// Opens the folder for a new session and finds what earlier ones left. While the folder cannot be used, batches are kept in memory, and the folder
    /// is tried again with each <see cref="Maintain"/>.
    /// </summary>
    /// <exception cref="SpoolException">The folder is none, in use by another agent, of another vehicle, or of another version.</exception>
    public static BatchSpool Open(SpoolOptions options, SessionId session, ILogger logger)
    {
        var spool = new BatchSpool(options, session, logger);
        try
        {
            spool.OpenFolder();
        }
        catch (SpoolException)
        {
            spool.folderLock?.Dispose();
            throw;
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            spool.Fail(error);
        }
        return spool;
    }

    /// <summary>Counts and sizes now.</summary>
    public SpoolStatus Status
    {
        get
        {
            lock (gate)
            {
                return new SpoolStatus(
                    shelf.Segments.Sum(segment => segment.Pending), shelf.Segments.Sum(segment => segment.PendingSamples),
                    shelf.DiskBytes, appended, durable, durableSamples, durableBacklogSamples)
                {
                    Drops = shelf.Drops,
                    ArchivedBytes = shelf.ArchivedBytes,
                    MemoryBytes = shelf.Segments.Sum(segment => segment is MemorySegment ? (long)segment.Length : 0),
                    Fault = fault,
                    OldestAge = OldestPending is { } oldest ? clock.Age(oldest.Written) : TimeSpan.Zero,
                };
            }
        }
    }

    /// <summary>Whether nothing waits for an acknowledgement.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return shelf.Sessions.TrueForAll(session => session.Pending == 0);
        }
    }

    /// <summary>Sessions with batches that wait, oldest first; the agent's own is always the last.</summary>
    public IReadOnlyList<SessionId> Sessions
    {
        get
        {
            lock (gate)
                return [.. shelf.Sessions.Where(session => session.Pending > 0 || session == shelf.Current).Select(session => session.Id)];
        }
    }

    /// <summary>The highest batch number of this session.</summary>
    public ulong Highest
    {
        get
        {
            lock (gate)
                return shelf.Current.Highest;
        }
    }

    /// <summary>How often batches began to wait again: what goes through them begins anew then.</summary>
    public int Resends => Volatile.Read(ref resends);

    private SpoolEntry? OldestPending =>
        shelf.Sessions.Select(session => session.TryNext(0, out _, out var entry) ? entry : (SpoolEntry?)null).FirstOrDefault(entry => entry is not null);

    /// <summary>Takes a batch of this session: to the disk, and ahead of it its catalogue when that is new; to memory while the disk takes none.</summary>
    public void Append(BatchFacts batch, ReadOnlySpan<byte> payload, byte[] newestCatalog)
    {
        lock (gate)
        {
            (shelf.Current.Highest, catalog) = (batch.Sequence, newestCatalog);
            appended++;
            if (fault is null)
            {
                try
                {
                    Write(batch, payload, clock.Now);
                    return;
                }
                catch (Exception error) when (IsOfDisk(error))
                {
                    Fail(error);
                }
            }
            memory.Append(batch, payload, clock.Now);
        }
    }

    /// <summary>The first batch of a session that waits, with a number above <paramref name="after"/>.</summary>
    public bool TryNext(SessionId session, ulong after, out SpooledBatch batch)
    {
        lock (gate)
        {
            batch = default;
            if (shelf.Find(session) is not { } found || !found.TryNext(after, out _, out var entry))
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
            if (shelf.Find(session) is not { } found || !found.TryNext(sequence - 1, out var segment, out var entry) || entry.Sequence != sequence)
                return null;
            try
            {
                return segment.Read(entry);
            }
            catch (Exception error) when (IsOfDisk(error))
            {
                logger.SpoolUnreadable(session, sequence, error.Message);
                shelf.Drops = shelf.Drops with { Disk = shelf.Drops.Disk + SpoolShelf.Forget(found, segment, lost => lost.Sequence == sequence) };
                shelf.Trim();
                return null;
            }
        }
    }

    /// <summary>A session's newest catalogue; null when it has none or it cannot be read.</summary>
    public byte[]? ReadCatalog(SessionId session)
    {
        lock (gate)
        {
            if (session == shelf.Current.Id)
                return catalog.Length > 0 ? catalog : null;
            var segment = shelf.Find(session)?.Segments.FindLast(candidate => candidate is DiskSegment { Catalog: not null });
            try
            {
                return segment?.ReadCatalog();
            }
            catch (Exception error) when (IsOfDisk(error))
            {
                logger.SpoolUnreadable(session, 0, error.Message);
                return null;
            }
        }
    }

    /// <summary>Merges what the server made durable and deletes the segments that are done and not archived.</summary>
    /// <returns>The numbers that waited until now.</returns>
    public IReadOnlyList<ulong> Acknowledge(SessionId session, IReadOnlyList<SequenceRange> ranges)
    {
        lock (gate)
        {
            if (shelf.Find(session) is not { } found)
                return [];
            newly.Clear();
            found.Acknowledge(ranges, newly);
            if (newly.Count == 0)
                return [];
            var samples = newly.Sum(entry => (long)entry.Samples);
            if (found == shelf.Current)
                (durable, durableSamples) = (durable + newly.Count, durableSamples + samples);
            else
                durableBacklogSamples += samples;
            shelf.Trim();
            return [.. newly.Select(entry => entry.Sequence)];
        }
    }

    /// <summary>The server answered a batch. One that was durable before and asked for again is done with that.</summary>
    public void Sent(SessionId session, ulong sequence)
    {
        lock (gate)
        {
            if (shelf.Find(session) is not { Again: > 0 } found)
                return;
            found.Sent(sequence);
            shelf.Trim();
        }
    }

    /// <summary>Gives up a batch that the server refuses for good.</summary>
    public void Refuse(SessionId session, ulong sequence)
    {
        lock (gate)
        {
            if (shelf.Find(session) is not { } found || !found.TryNext(sequence - 1, out var segment, out _))
                return;
            shelf.Drops = shelf.Drops with { Refused = shelf.Drops.Refused + SpoolShelf.Forget(found, segment, refused => refused.Sequence == sequence) };
            shelf.Trim();
        }
    }

    /// <summary>
    /// Makes archived batches that have samples of a span of event time wait again, at most <see cref="MaximumResend"/>, those of the oldest session
    /// first. They keep their session and number, so that a server that still has them drops them. The order ends with the agent.
    /// </summary>
    /// <param name="from">First event time, Unix nanoseconds.</param>
    /// <param name="to">Last event time.</param>
    public SpoolResend Resend(long from, long to)
    {
        lock (gate)
        {
            var (batches, samples) = (0, 0L);
            foreach (var session in shelf.Sessions)
            {
                foreach (var segment in session.Segments)
                {
                    var part = session.Resend(segment, (from, to), MaximumResend - batches);
                    (batches, samples) = (batches + part.Batches, samples + part.Samples);
                }
            }
            if (batches > 0)
                resends++;
            return new SpoolResend(batches, samples);
        }
    }

    /// <summary>
    /// Once a second: returns to a disk that takes batches again, writes what was acknowledged, lets go of what is too old, and forces the segment to the
    /// disk when the policy says so.
    /// </summary>
    public void Maintain()
    {
        SafeFileHandle? unflushed;
        lock (gate)
        {
            TryReturnToDisk();
            try
            {
                writer?.WriteAcknowledged();
            }
            catch (Exception error) when (IsOfDisk(error))
            {
                Fail(error);
            }
            shelf.DropBefore(options.MaximumAge is { } age ? clock.Now - (age.Ticks * TimeSpan.NanosecondsPerTick) : long.MinValue);
            unflushed = options.Sync == SpoolSync.Interval ? writer?.TakeUnflushed() : null;
        }
        if (unflushed is not null)
            Flush(unflushed);
    }

    /// <summary>Leaves the folder to the next agent, with what still waits and what is archived.</summary>
    public void Dispose()
    {
        Maintain();
        lock (gate)
        {
            try
            {
                writer?.Close();
            }
            catch (IOException error)
            {
                logger.SpoolUnindexed(0, error.Message);
            }
            foreach (var segment in shelf.Current.Segments.OfType<MemorySegment>().ToList())
                shelf.Drop(shelf.Current, segment, (drops, samples) => drops with { Memory = drops.Memory + samples });
            shelf.Trim();
            foreach (var segment in shelf.Segments)
                segment.Close();
            folderLock?.Dispose();
        }
    }

    private static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    private void OpenFolder()
    {
        folderLock ??= SpoolLock.Take(options.Folder);
        var scan = new SpoolScan(options, shelf, clock, logger);
        scan.Run();
        writer = new SpoolWriter(options, shelf, clock, scan.HighestNumber);
        resends++;
    }

    private void Write(BatchFacts batch, ReadOnlySpan<byte> payload, long written)
    {
        var size = SpoolWriter.SizeOf(payload, catalog);
        while (shelf.DiskBytes + size > options.MaximumBytes && shelf.TryDropOldest((drops, samples) => drops with { SpoolFull = drops.SpoolFull + samples }))
        {
        }
        while (true)
        {
            try
            {
                writer!.Append(batch, payload, written, catalog);
                return;
            }
            catch (IOException full) when (full.HResult is NoSpace or NoQuota)
            {
                if (!shelf.TryDropOldest((drops, samples) => drops with { DiskFull = drops.DiskFull + samples }))
                    throw;
            }
        }
    }

    private void TryReturnToDisk()
    {
        if (fault is null)
            return;
        try
        {
            if (writer is null)
                OpenFolder();
            writer!.Begin();
            memory.MoveTo((batch, payload, written) => Write(batch, payload, written));
            logger.SpoolDiskRecovered(options.Folder, shelf.Drops.Memory);
            fault = null;
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            fault = error.Message;
            writer?.Abandon();
        }
    }

    private void Flush(SafeFileHandle file)
    {
        try
        {
            // Without the lock: a slow disk must not hold up what is live.
            RandomAccess.FlushToDisk(file);
        }
        catch (ObjectDisposedException)
        {
            // The segment was closed meanwhile, which flushed it.
        }
        catch (IOException error)
        {
            lock (gate)
                Fail(error);
        }
    }

    private void Fail(Exception error)
    {
        if (fault is null)
            logger.SpoolDiskFailing(options.Folder, error.Message, options.MemoryBytes >> 20);
        fault = error.Message;
        writer?.Abandon();
    }
}
