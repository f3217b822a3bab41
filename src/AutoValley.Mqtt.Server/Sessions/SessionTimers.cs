namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>What is due for a session without a connection: its Will, and its end.</summary>
internal sealed class SessionTimers(PendingWill? will) : IDisposable
{
    /// <summary>The longest that a timer takes at a time; what is later is looked at again then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private ITimer? willTimer;
    private ITimer? endTimer;

    /// <summary>The Will that waits; taken once, by whoever comes first.</summary>
    public PendingWill? Will { get; private set; } = will;

    /// <summary>Starts both; an expiry of <see cref="uint.MaxValue"/> seconds is for ever (MQTT 5.0 section 3.1.2.11.2).</summary>
    public void Start(TimeProvider clock, TimeSpan willDelay, TimeSpan expiry, Action<SessionTimers> onWill, Action<SessionTimers> onEnd)
    {
        if (Will is not null && willDelay < expiry)
            willTimer = After(clock, willDelay, () => willTimer, () => onWill(this));
        if (expiry < TimeSpan.FromSeconds(uint.MaxValue))
            endTimer = After(clock, expiry, () => endTimer, () => onEnd(this));
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

    private static ITimer After(TimeProvider clock, TimeSpan time, Func<ITimer?> self, Action then)
    {
        var due = clock.GetUtcNow() + time;
        return clock.CreateTimer(
            _ =>
            {
                var left = due - clock.GetUtcNow();
                if (left <= TimeSpan.Zero)
                    then();
                else
                    self()?.Change(left < Longest ? left : Longest, Timeout.InfiniteTimeSpan);
            },
            null, time < Longest ? time : Longest, Timeout.InfiniteTimeSpan);
    }
}
