namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>What is due for a session without a connection: its Will, and its end.</summary>
internal sealed class SessionTimers(PendingWill? will) : IDisposable
{
    private ITimer? willTimer;
    private ITimer? endTimer;

    /// <summary>The Will that waits; taken once, by whoever comes first.</summary>
    public PendingWill? Will { get; private set; } = will;

    /// <summary>Starts both.</summary>
    public void Start(TimeProvider clock, TimeSpan willDelay, TimeSpan expiry, Action<SessionTimers> onWill, Action<SessionTimers> onEnd)
    {
        if (Will is not null && willDelay < expiry)
            willTimer = clock.CreateTimer(_ => onWill(this), null, willDelay, Timeout.InfiniteTimeSpan);
        endTimer = clock.CreateTimer(_ => onEnd(this), null, expiry, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the Will out.</summary>
    public PendingWill? TakeWill()
    {
        var taken = Will;
        Will = null;
        return taken;
    }

    public void Dispose()
    {
        willTimer?.Dispose();
        endTimer?.Dispose();
    }
}
