namespace AutoValley.Storage.Sealing;

/// <summary>
/// The times of the series that came with the same time bases so far: each series' times are the first of them, as many as it has
/// values. So times are decoded, checked and sorted once for all signals of a CAN message.
/// </summary>
internal sealed class TimeTrack
{
    private long[] times = [];
    private int ascending;
    private TakenTimes? taken;

    /// <summary>How many times.</summary>
    public int Count { get; private set; }

    /// <summary>How many series have their times here. What one series has for itself can be cut.</summary>
    public int Users { get; set; }

    /// <summary>Number of the batch that was added last.</summary>
    public int Batch { get; private set; } = -1;

    /// <summary>Which time base of that batch.</summary>
    public int TimeBase { get; private set; }

    /// <summary>How many times there were before it.</summary>
    public int Before { get; private set; }

    /// <summary>A new track that begins with the first times of another one, which may be null for none.</summary>
    public static TimeTrack Split(TimeTrack? origin, int count)
    {
        var track = new TimeTrack();
        if (origin is not null)
            track.Append(origin.times.AsSpan(0, count));
        return track;
    }

    /// <summary>Leaves the first times.</summary>
    public void Cut(int count) => (Count, ascending, taken) = (count, Math.Min(ascending, count), null);

    /// <summary>Adds the times that a batch's time base has.</summary>
    public void Append(ReadOnlySpan<long> added, int batch, int timeBase)
    {
        (Batch, TimeBase, Before) = (batch, timeBase, Count);
        Append(added);
    }

    /// <summary>The first times, ascending without repeats: the same memory for all series with as many, unchanged until times are added.</summary>
    public TakenTimes Take(int count)
    {
        if (taken is { } known && known.Count == count)
            return known;
        var first = times.AsMemory(0, count);
        return taken = count <= ascending ? new TakenTimes(count, first, null) : TakenTimes.Sort(first.ToArray());
    }

    private void Append(ReadOnlySpan<long> added)
    {
        if (added.Length > times.Length - Count)
            Array.Resize(ref times, Math.Max(Count + added.Length, Math.Max(64, times.Length * 2)));
        added.CopyTo(times.AsSpan(Count));
        // As far as it was ascending before, it may go on so.
        if (ascending == Count)
        {
            var index = Math.Max(Count, 1);
            for (; index < Count + added.Length && times[index] > times[index - 1]; index++)
            {
            }
            ascending = Math.Min(index, Count + added.Length);
        }
        Count += added.Length;
        taken = null;
    }
}

/// <summary>Times that are ascending without repeats, and where their values come from.</summary>
/// <param name="Count">How many there were before they were sorted.</param>
/// <param name="Times">Unix nanoseconds.</param>
/// <param name="Order">Of each time the place of its value; null when it is its own place.</param>
internal sealed record TakenTimes(int Count, ReadOnlyMemory<long> Times, int[]? Order)
{
    /// <summary>Sorts times; of those that are the same the last one stays.</summary>
    public static TakenTimes Sort(long[] times)
    {
        var order = new int[times.Length];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        Array.Sort(times, order);
        var kept = 0;
        for (var index = 0; index < times.Length; kept++)
        {
            var (time, latest) = (times[index], order[index]);
            for (index++; index < times.Length && times[index] == time; index++)
                latest = Math.Max(latest, order[index]);
            (times[kept], order[kept]) = (time, latest);
        }
        return new TakenTimes(times.Length, times.AsMemory(0, kept), order[..kept]);
    }
}
