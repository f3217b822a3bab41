using AutoValley.Storage.Journal;

namespace AutoValley.Storage;

/// <summary>What there is not enough of for another batch.</summary>
internal enum Shortage
{
    None,

    /// <summary>Memory for batches that are not sealed.</summary>
    Memory,

    /// <summary>What the journal may take on disk.</summary>
    Journal,
}

/// <summary>
/// What batches take until they are sealed: memory, until their segment is parked, and room in the journal. Used under the store's lock, but for waiting.
/// </summary>
/// <param name="capacity">Bytes of memory.</param>
/// <param name="journal">Bytes on disk.</param>
internal sealed class Room(long capacity, long journal)
{
    private TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long used;
    private long onDisk;

    /// <summary>Completes when something changed: room became free, or the reason why it does not.</summary>
    public Task Changed => freed.Task;

    /// <summary>Why who came last was turned away, unless room became free since.</summary>
    public Shortage Shortage { get; private set; }

    /// <summary>Whether more than half of the memory is used.</summary>
    public bool IsHalfUsed => Volatile.Read(ref used) > capacity / 2;

    /// <summary>False when there is no room. What is larger than all room gets in alone, but for what is held.</summary>
    /// <param name="record">What it is for.</param>
    /// <param name="held">Memory that sealing holds, which does not become free by parking.</param>
    public bool TryTake(JournalRecord record, Func<long> held)
    {
        var (memory, disk) = (record.MemoryBytes, record.Size);
        var shortage = onDisk > 0 && onDisk + disk > journal ? Shortage.Journal
            : used + memory > capacity && used > held() ? Shortage.Memory
            : Shortage.None;
        if (shortage == Shortage.None)
            Occupy(memory, disk);
        Shortage = shortage;
        return shortage == Shortage.None;
    }

    /// <summary>Counts what is there, room or not.</summary>
    public void Occupy(long memory, long disk) => (used, onDisk) = (used + memory, onDisk + disk);

    public void Free(long memory, long disk)
    {
        (used, onDisk) = (used - memory, onDisk - disk);
        Shortage = Shortage.None;
        Signal();
    }

    public void Signal()
    {
        var waiting = freed;
        freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }
}
