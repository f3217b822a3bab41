namespace AutoValley.Server.Site;

/// <summary>Wakes all who wait for something to change. Safe for concurrent use.</summary>
internal sealed class VersionSignal
{
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change. Take it before looking, so that none is missed between looking and waiting.</summary>
    public Task Next => Volatile.Read(ref changed).Task;

    /// <summary>Something changed.</summary>
    public void Fire() => Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
