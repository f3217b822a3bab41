using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>A session's segments, oldest first, and which of its batches wait. Not safe for concurrent use.</summary>
internal sealed class SpoolSession(SessionId id)
{
    // Durable batches that are asked for again and were not sent yet.
    private readonly HashSet<ulong> again = [];

    public SessionId Id => id;

    public List<SpoolSegment> Segments { get; } = [];

    /// <summary>Batch numbers that are done: durable, as the server told, or given up.</summary>
    public SequenceRanges Acknowledged { get; } = [];

    /// <summary>Whether <see cref="Acknowledged"/> grew since it was last written.</summary>
    public bool AcknowledgedChanged { get; set; }

    /// <summary>Highest batch number ever held.</summary>
    public ulong Highest { get; set; }

    public int Pending => Segments.Sum(segment => segment.Pending);

    /// <summary>Batches that are asked for again.</summary>
    public int Again => again.Count;

    /// <summary>Whether a batch waits for an acknowledgement.</summary>
    public bool IsPending(ulong sequence) => !Acknowledged.Contains(sequence) || again.Contains(sequence);

    /// <summary>The first pending batch above <paramref name="after"/>.</summary>
    public bool TryNext(ulong after, out SpoolSegment segment, out SpoolEntry entry)
    {
        foreach (var candidate in Segments)
        {
            if (candidate.Pending == 0 || candidate.Last <= after)
                continue;
            var entries = candidate.Entries;
            for (var i = candidate.IndexAbove(after); i < entries.Count; i++)
            {
                if (!IsPending(entries[i].Sequence))
                    continue;
                (segment, entry) = (candidate, entries[i]);
                return true;
            }
        }
        (segment, entry) = (null!, default);
        return false;
    }

    /// <summary>Merges durable ranges; the batches that were pending until now are added to <paramref name="newly"/>.</summary>
    public void Acknowledge(IReadOnlyList<SequenceRange> ranges, ICollection<SpoolEntry> newly)
    {
        foreach (var range in ranges)
        {
            // A watermark tells all from the first batch on; what is known of it needs no look.
            var known = new SequenceRange(Acknowledged.FirstMissing(range.First), Math.Min(range.Last, Highest));
            if (known.First > known.Last)
                continue;
            foreach (var segment in Segments.Where(segment => segment.Pending > 0 && segment.First <= known.Last && segment.Last >= known.First))
                Acknowledge(segment, known, newly);
            Acknowledged.Add(known);
            AcknowledgedChanged = true;
        }
    }

    /// <summary>Makes durable batches of a segment pending again when they have samples of the span.</summary>
    /// <param name="segment">One of this session.</param>
    /// <param name="span">Event times, both inclusive.</param>
    /// <param name="limit">Most batches asked for again at a time.</param>
    public SpoolResend Resend(SpoolSegment segment, (long From, long To) span, int limit)
    {
        var resend = new SpoolResend(0, 0);
        if (segment.Pending == segment.Count || segment.FirstTime > span.To || segment.LastTime < span.From)
            return resend;
        foreach (var entry in segment.Entries)
        {
            if (entry.Facts.FirstTime > span.To || entry.Facts.LastTime < span.From || IsPending(entry.Sequence))
                continue;
            if (resend.Batches == limit)
                break;
            again.Add(entry.Sequence);
            segment.Await(entry);
            resend = new SpoolResend(resend.Batches + 1, resend.Samples + entry.Samples);
        }
        return resend;
    }

    /// <summary>The server answered a batch: one that was asked for again is done with that.</summary>
    public void Sent(ulong sequence)
    {
        if (!again.Remove(sequence) || Segments.Find(candidate => candidate.Last >= sequence) is not { } segment)
            return;
        var (entries, index) = (segment.Entries, segment.IndexAbove(sequence - 1));
        if (index < entries.Count && entries[index].Sequence == sequence)
            segment.Settle(entries[index]);
    }

    /// <summary>Forgets that batches of a segment were asked for again, before the segment goes.</summary>
    public void CancelAgain(SpoolSegment segment)
    {
        if (again.Count == 0 || segment.Pending == 0)
            return;
        foreach (var entry in segment.Entries.Where(entry => again.Remove(entry.Sequence)))
            segment.Settle(entry);
    }

    /// <summary>Adds a segment of the disk: what is in memory is newer.</summary>
    public void Insert(DiskSegment segment)
    {
        var firstInMemory = Segments.FindIndex(candidate => candidate is MemorySegment);
        Segments.Insert(firstInMemory < 0 ? Segments.Count : firstInMemory, segment);
    }

    private void Acknowledge(SpoolSegment segment, SequenceRange range, ICollection<SpoolEntry> newly)
    {
        var entries = segment.Entries;
        for (var i = segment.IndexAbove(range.First - 1); i < entries.Count && entries[i].Sequence <= range.Last; i++)
        {
            if (Acknowledged.Contains(entries[i].Sequence))
                continue;
            segment.Settle(entries[i]);
            newly.Add(entries[i]);
        }
    }
}
