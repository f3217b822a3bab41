using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>A session's segments, oldest first, and what of it is acknowledged. Not safe for concurrent use.</summary>
internal sealed class SpoolSession(SessionId id)
{
    public SessionId Id => id;

    public List<SpoolSegment> Segments { get; } = [];

    /// <summary>Durable batch numbers, as the server told them.</summary>
    public SequenceRanges Acknowledged { get; } = [];

    /// <summary>Whether <see cref="Acknowledged"/> grew since it was last written.</summary>
    public bool AcknowledgedChanged { get; set; }

    /// <summary>Highest batch number ever held.</summary>
    public ulong Highest { get; set; }

    public int Pending => Segments.Sum(segment => segment.Pending);

    /// <summary>The first pending batch above <paramref name="after"/>.</summary>
    public bool TryNext(ulong after, out SpoolSegment segment, out SpoolEntry entry)
    {
        foreach (var candidate in Segments)
        {
            if (candidate.Pending == 0 || candidate.Last <= after || !candidate.TryNext(after, out entry))
                continue;
            segment = candidate;
            return true;
        }
        (segment, entry) = (null!, default);
        return false;
    }

    /// <summary>Merges durable ranges; the batches that were pending are added to <paramref name="newly"/>.</summary>
    public void Acknowledge(IReadOnlyList<SequenceRange> ranges, ICollection<SpoolEntry> newly)
    {
        var before = newly.Count;
        foreach (var range in ranges)
        {
            var last = Math.Min(range.Last, Highest);
            if (range.First > last)
                continue;
            var known = new SequenceRange(range.First, last);
            Acknowledged.Add(known);
            foreach (var segment in Segments.Where(segment => segment.Pending > 0))
                segment.Acknowledge(known, newly);
        }
        AcknowledgedChanged |= newly.Count > before;
    }
}
