using System.Threading.Tasks.Sources;

namespace AutoValley.Mqtt.Sessions;

/// <summary>An auto-reset signal for one waiter, without an allocation a wait. Setting it twice before the waiter looks counts once.</summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0, Raised = 1, Waiting = 2;

    // The waiter goes on elsewhere: whoever sets the signal is in the middle of something.
    private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };
    private int state;

    /// <summary>Wakes the waiter, or lets the next wait return at once.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref state, Raised) != Waiting)
            return;
        Volatile.Write(ref state, Idle);
        core.SetResult(true);
    }

    /// <summary>Completes at the next <see cref="Set"/>, or now if there was one since the last wait. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        core.Reset();
        if (Interlocked.CompareExchange(ref state, Waiting, Idle) == Idle)
            return new ValueTask(this, core.Version);
        Volatile.Write(ref state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? callbackState, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, callbackState, token, flags);
}
