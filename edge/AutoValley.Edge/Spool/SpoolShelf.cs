using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>
/// What lies in the spool: every session's segments, oldest first, and what goes when there is no room or it is too old. Archived segments, of which
/// nothing waits, go before those that wait. Not safe for concurrent use.
/// </summary>
internal sealed class SpoolShelf(SpoolOptions options, SessionId current, ILogger logger)
{
    /// <summary>Oldest first; the agent's own is always the last.</summary>
    public List<SpoolSession> Sessions { get; } = [new SpoolSession(current)];

    /// <summary>The agent's own.</summary>
    public SpoolSession Current => Sessions[^1];

    /// <summary>Segment files that are open or were used lately.</summary>
    public DiskSegmentCache Cache { get; } = new();

    /// <summary>Samples lost, by cause.</summary>
    public SampleDrops Drops { get; set; } = new();

    /// <summary>All of them.</summary>
    public IEnumerable<SpoolSegment> Segments => Sessions.SelectMany(session => session.Segments);

    /// <summary>Samples of batches that wait in memory alone.</summary>
    public long MemorySamples => Current.Segments.Sum(segment => segment is MemorySegment ? segment.PendingSamples : 0);

    /// <summary>Bytes of all files.</summary>
    public long DiskBytes => Segments.Sum(segment => segment is DiskSegment ? (long)segment.Length : 0);

    /// <summary>Bytes of files of which nothing waits.</summary>
    public long ArchivedBytes => Segments.Sum(segment => IsArchived(segment) ? (long)segment.Length : 0);

    public SpoolSession? Find(SessionId session) => Sessions.Find(candidate => candidate.Id == session);

    /// <summary>Lets the oldest file go; false when there is none but the one that is written.</summary>
    /// <param name="drop">Counts samples that are lost with it.</param>
    public bool TryDropOldest(Func<SampleDrops, long, SampleDrops> drop)
    {
        if (Oldest(IsArchived) is { } archived)
        {
            Delete(archived.Session, archived.Segment);
            return true;
        }
        if (Oldest(segment => segment is DiskSegment && segment != Cache.Active) is not { } oldest)
            return false;
        Drop(oldest.Session, oldest.Segment, drop);
        return true;
    }

    /// <summary>Lets a segment go whatever waits in it, which is counted.</summary>
    public void Drop(SpoolSession session, SpoolSegment segment, Func<SampleDrops, long, SampleDrops> drop)
    {
        session.CancelAgain(segment);
        if (segment.Pending > 0)
            logger.SpoolDropped(segment.Path, segment.Pending, segment.PendingSamples);
        Drops = drop(Drops, segment.PendingSamples);
        Delete(session, segment);
    }

    /// <summary>Deletes files that are done with and not worth keeping.</summary>
    public void Trim()
    {
        foreach (var session in Sessions.ToList())
        {
            foreach (var segment in session.Segments.Where(segment => segment is MemorySegment { Pending: 0 }).ToList())
                Delete(session, segment);
        }
        while (ArchivedBytes > options.ArchiveBytes && Oldest(IsArchived) is { } oldest)
            Delete(oldest.Session, oldest.Segment);
    }

    /// <summary>Lets go of what was spooled before a time, and of what cannot be read any more.</summary>
    public void DropBefore(long limit)
    {
        foreach (var session in Sessions.ToList())
        {
            foreach (var segment in session.Segments.ToList())
            {
                if (segment is DiskSegment { Lost: { } error })
                    Lose(session, segment, error);
                else if (segment.NewestWritten < limit && segment != Cache.Active)
                    Drop(session, segment, (drops, samples) => drops with { TooOld = drops.TooOld + samples });
                else if (segment.Pending > 0 && segment.OldestWritten < limit)
                    Drops = Drops with { TooOld = Drops.TooOld + Forget(session, segment, entry => entry.Written < limit) };
            }
        }
        Trim();
    }

    /// <summary>Gives batches up.</summary>
    /// <returns>Their samples.</returns>
    public static long Forget(SpoolSession session, SpoolSegment segment, Func<SpoolEntry, bool> which)
    {
        var given = segment.Entries.Where(which).ToList();
        var newly = new List<SpoolEntry>();
        foreach (var entry in given)
        {
            session.Sent(entry.Sequence);
            session.Acknowledge([new SequenceRange(entry.Sequence, entry.Sequence)], newly);
        }
        segment.OldestWritten = segment.Entries.Where(entry => session.IsPending(entry.Sequence)).Select(entry => entry.Written).DefaultIfEmpty(long.MaxValue).Min();
        return newly.Sum(entry => (long)entry.Samples);
    }

    private bool IsArchived(SpoolSegment segment) => segment is DiskSegment { Pending: 0 } && segment != Cache.Active;

    private (SpoolSession Session, SpoolSegment Segment)? Oldest(Func<SpoolSegment, bool> which)
    {
        foreach (var session in Sessions)
        {
            if (session.Segments.Find(segment => which(segment)) is { } segment)
                return (session, segment);
        }
        return null;
    }

    private void Lose(SpoolSession session, SpoolSegment segment, IOException error)
    {
        logger.SpoolSegmentUnreadable(segment.Path, segment.Pending, error.Message);
        session.CancelAgain(segment);
        Drops = Drops with { Disk = Drops.Disk + segment.PendingSamples };
        Remove(session, segment);
    }

    private void Delete(SpoolSession session, SpoolSegment segment)
    {
        try
        {
            segment.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It comes back at the next start; the server knows its batches by their numbers.
            logger.SpoolUndeletable(segment.Path, error.Message);
        }
        Remove(session, segment);
    }

    private void Remove(SpoolSession session, SpoolSegment segment)
    {
        session.Segments.Remove(segment);
        if (session.Segments.Count == 0 && session != Current)
            Sessions.Remove(session);
    }
}
