namespace AutoValley.Edge.Uplink;

/// <summary>Batches of this session that have to go before others. Outlives connections. Safe for concurrent use.</summary>
internal sealed class UrgentBatches
{
    /// <summary>Most that are remembered; older ones go in order.</summary>
    public const int MaximumBatches = 4_096;

    private readonly Lock gate = new();
    private readonly Queue<ulong> numbers = new();
    private ulong newest;

    /// <summary>Adds a batch; numbers come in ascending order.</summary>
    public void Add(ulong sequence)
    {
        lock (gate)
        {
            if (numbers.Count == MaximumBatches)
                numbers.Dequeue();
            numbers.Enqueue(newest = sequence);
        }
    }

    /// <summary>The next one after a number; null when there is none.</summary>
    public ulong? After(ulong sequence)
    {
        lock (gate)
        {
            if (sequence >= newest)
                return null;
            foreach (var number in numbers)
            {
                if (number > sequence)
                    return number;
            }
            return null;
        }
    }
}
