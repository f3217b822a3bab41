namespace AutoValley.Storage;

/// <summary>Memory that batches take until they are sealed. Used under the store's lock, but for waiting.</summary>
internal sealed class Room(long capacity)
{
    private TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long used;

    /// <summary>Completes when something changed: room became free, or the reason why it does not.</summary>
    public Task Changed => freed.Task;

    /// <summary>Whether somebody was turned away since room became free last.</summary>
    public bool IsFull { get; private set; }

    /// <summary>False when there is no room. What is larger than all room gets in alone.</summary>
    public bool TryTake(long bytes)
    {
        if (used > 0 && used + bytes > capacity)
        {
            IsFull = true;
            return false;
        }
        used += bytes;
        return true;
    }

    /// <summary>Counts what was there before the store was opened, room or not.</summary>
    public void Occupy(long bytes) => used += bytes;

    public void Free(long bytes)
    {
        used -= bytes;
        IsFull = false;
        Signal();
    }

    public void Signal()
    {
        var waiting = freed;
        freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }
}
