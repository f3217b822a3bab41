using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>
/// Batches on the vehicle until the server says that they are durable: those of this session, and what earlier ones left. They lie on the disk; while
/// that takes none, in memory. One lock guards everything; an append is one write, a read one read. See FORMAT.md.
/// </summary>
internal sealed class BatchSpool : IDisposable
{
    /// <summary>Most batches that are asked for again by one <see cref="Resend"/>.</summary>
    public const int MaximumResend = 100_000;

    private readonly Lock gate = new();
    private readonly SpoolOptions options;
    private readonly ILogger logger;
    private readonly SpoolClock clock;
    private readonly SpoolShelf shelf;
    private readonly SpoolIntake intake;
    private readonly List<SpoolEntry> newly = [];
    private long appended, durable, durableSamples, durableBacklogSamples;
    private int resends;

    private BatchSpool(SpoolOptions options, SessionId session, ILogger logger)
    {
        (this.options, this.logger) = (options, logger);
        clock = new SpoolClock(options.Clock);
        shelf = new SpoolShelf(options, session, logger);
        intake = new SpoolIntake(options, shelf, clock, logger);
    }

    /// <summary>
    /// Opens the folder for a new session and finds what earlier ones left. While the folder cannot be used, batches are kept in memory, and the folder
    /// is tried again with each <see cref="Maintain"/>.
    /// </summary>
    /// <exception cref="SpoolException">The folder is none, in use by another agent, of another vehicle, or of another version.</exception>
    public static BatchSpool Open(SpoolOptions options, SessionId session, ILogger logger)
    {
        var spool = new BatchSpool(options, session, logger);
        spool.intake.Open();
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
                    Fault = intake.Fault,
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
    public void Append(BatchFacts batch, ReadOnlySpan<byte> payload, byte[] catalog)
    {
        lock (gate)
        {
            shelf.Current.Highest = batch.Sequence;
            appended++;
            options.Ledger?.Begin(batch);
            intake.Append(batch, payload, catalog);
            options.Ledger?.End(batch, shelf.MemorySamples);
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
            catch (Exception error) when (SpoolIntake.IsOfDisk(error))
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
                return intake.Catalog.Length > 0 ? intake.Catalog : null;
            var segment = shelf.Find(session)?.Segments.OfType<DiskSegment>().LastOrDefault(candidate => candidate.Catalog is not null);
            try
            {
                return segment?.Catalog is { } place ? segment.Read(place) : null;
            }
            catch (Exception error) when (SpoolIntake.IsOfDisk(error))
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
            options.Ledger?.Keep(shelf.MemorySamples);
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
        UnflushedFiles unflushed;
        lock (gate)
        {
            if (intake.Maintain())
                resends++;
            shelf.DropBefore(options.MaximumAge is { } age ? clock.Now - (age.Ticks * TimeSpan.NanosecondsPerTick) : long.MinValue);
            unflushed = intake.TakeUnflushed();
            options.Ledger?.Keep(shelf.MemorySamples);
        }
        Flush(unflushed);
    }

    /// <summary>Leaves the folder to the next agent, with what still waits and what is archived.</summary>
    public void Dispose()
    {
        Maintain();
        UnflushedFiles unflushed;
        lock (gate)
        {
            intake.Dispose();
            unflushed = intake.TakeUnflushed();
        }
        Flush(unflushed);
    }

    private void Flush(UnflushedFiles files)
    {
        try
        {
            files.Flush();
        }
        catch (Exception error) when (SpoolIntake.IsOfDisk(error))
        {
            lock (gate)
                intake.Fail(error);
        }
    }
}
