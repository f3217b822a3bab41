namespace AutoValley.Storage.Journal.Parking;

/// <summary>
/// Closed segments that wait to be sealed, oldest first. The first is the sealer's: it is sealed next, or being sealed, and is not parked. Safe for
/// concurrent use.
/// </summary>
internal sealed class WaitingSegments
{
    private readonly Lock gate = new();
    private readonly Queue<ClosedSegment> segments = new();

    /// <summary>All of them, as a copy.</summary>
    public IReadOnlyList<ClosedSegment> All
    {
        get
        {
            lock (gate)
                return [.. segments];
        }
    }

    /// <summary>The one that is sealed next; null when none waits.</summary>
    public ClosedSegment? First
    {
        get
        {
            lock (gate)
                return segments.TryPeek(out var first) ? first : null;
        }
    }

    /// <summary>Memory of the first.</summary>
    public long HeldBytes
    {
        get
        {
            lock (gate)
                return segments.TryPeek(out var first) ? first.MemoryBytes : 0;
        }
    }

    public void Add(ClosedSegment segment)
    {
        lock (gate)
            segments.Enqueue(segment);
    }

    /// <summary>Takes away the first, which is sealed.</summary>
    public void RemoveFirst()
    {
        lock (gate)
            segments.Dequeue();
    }

    /// <summary>The first's records are in memory again.</summary>
    public void Load(ClosedSegment first, JournalSegment segment)
    {
        lock (gate)
            first.Load(segment);
    }

    /// <summary>The oldest that may be parked; null when there is none.</summary>
    public ClosedSegment? FindToPark()
    {
        lock (gate)
            return segments.Skip(1).FirstOrDefault(segment => segment.Parked is null);
    }

    /// <summary>Lets the records of a segment leave the memory; false when it is the sealer's meanwhile, or sealed.</summary>
    public bool TryPark(ClosedSegment segment, ParkedSegment parked)
    {
        lock (gate)
        {
            if (!segments.TryPeek(out var first) || first == segment || !segments.Contains(segment))
                return false;
            segment.Park(parked);
            return true;
        }
    }
}
