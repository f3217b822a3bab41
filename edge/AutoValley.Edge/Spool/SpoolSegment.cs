namespace AutoValley.Edge.Spool;

/// <summary>
/// Batches of a session that are kept, and dropped, together: on the disk or in memory. It knows its sums; the batches themselves may have to be
/// looked up. Which of them wait is the <see cref="SpoolSession"/>'s. Not safe for concurrent use.
/// </summary>
internal abstract class SpoolSegment
{
    /// <summary>For logs: the file.</summary>
    public abstract string Path { get; }

    /// <summary>Bytes that it takes.</summary>
    public int Length { get; set; }

    /// <summary>Batches in it.</summary>
    public int Count { get; private set; }

    /// <summary>Lowest batch number; 0 when there is none.</summary>
    public ulong First { get; private set; }

    /// <summary>Highest batch number; 0 when there is none.</summary>
    public ulong Last { get; private set; }

    /// <summary>Earliest event time.</summary>
    public long FirstTime { get; private set; } = long.MaxValue;

    /// <summary>Latest event time.</summary>
    public long LastTime { get; private set; } = long.MinValue;

    /// <summary>No batch that waits was spooled before.</summary>
    public long OldestWritten { get; set; } = long.MaxValue;

    /// <summary>When the last batch was spooled.</summary>
    public long NewestWritten { get; private set; }

    /// <summary>Batches that wait for an acknowledgement.</summary>
    public int Pending { get; private set; }

    /// <summary>Their samples.</summary>
    public long PendingSamples { get; private set; }

    /// <summary>Its batches, by number.</summary>
    public abstract IReadOnlyList<SpoolEntry> Entries { get; }

    /// <summary>A batch's payload.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public abstract byte[] Read(SpoolEntry entry);

    /// <summary>Gives its place back.</summary>
    /// <exception cref="IOException">The disk does not let it go.</exception>
    public abstract void Delete();

    /// <summary>Lets go of what can be had again.</summary>
    public abstract void Close();

    /// <summary>The place in <see cref="Entries"/> of the first batch above a number.</summary>
    public int IndexAbove(ulong sequence)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>A batch of it begins to wait.</summary>
    public void Await(SpoolEntry entry)
    {
        Pending++;
        PendingSamples += entry.Samples;
        OldestWritten = Math.Min(OldestWritten, entry.Written);
    }

    /// <summary>A batch of it waits no more.</summary>
    public void Settle(SpoolEntry entry)
    {
        Pending--;
        PendingSamples -= entry.Samples;
    }

    /// <summary>Adds a batch to the sums; its number is higher than those before.</summary>
    protected void Sum(SpoolEntry entry)
    {
        if (Count++ == 0)
            First = entry.Sequence;
        Last = entry.Sequence;
        (FirstTime, LastTime) = (Math.Min(FirstTime, entry.Facts.FirstTime), Math.Max(LastTime, entry.Facts.LastTime));
        NewestWritten = Math.Max(NewestWritten, entry.Written);
        Await(entry);
    }
}
