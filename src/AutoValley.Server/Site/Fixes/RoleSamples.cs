namespace AutoValley.Server.Site.Fixes;

/// <summary>Samples of one role, by time; filled again and again.</summary>
internal sealed class RoleSamples
{
    private long[] times = [];
    private double[] values = [];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Unix nanoseconds, ascending once <see cref="Sort"/> was called.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, Count);

    /// <summary>One a time.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Room for more samples, to be filled.</summary>
    public (Memory<long> Times, Memory<double> Values) Add(int count)
    {
        if (Count + count > times.Length)
        {
            var length = Math.Max(Count + count, times.Length * 2);
            Array.Resize(ref times, length);
            Array.Resize(ref values, length);
        }
        Count += count;
        return (times.AsMemory(Count - count, count), values.AsMemory(Count - count, count));
    }

    /// <summary>Brings them into the order of time; sources nearly always send them so.</summary>
    public void Sort()
    {
        for (var index = 1; index < Count; index++)
        {
            if (times[index] >= times[index - 1])
                continue;
            Array.Sort(times, values, 0, Count);
            return;
        }
    }
}
