namespace AutoValley.Testing;

/// <summary>A clock that stands still until a test moves it; timers fire in their order, on the caller's thread.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock sync = new();
    private readonly List<VirtualTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are set.</summary>
    public int TimerCount
    {
        get
        {
            lock (sync)
                return timers.Count(timer => timer.Due is not null);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (sync)
            return now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (NextDue(end) is { } timer)
            timer.Fire();
        lock (sync)
            now = end;
    }

    private VirtualTimer? NextDue(DateTimeOffset end)
    {
        lock (sync)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next?.Due > now)
                now = next.Due.Value;
            next?.Rearm();
            return next;
        }
    }

    private sealed class VirtualTimer(VirtualTime clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan repeat = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.sync)
            {
                (Due, repeat) = (dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime, period);
                clock.timers.Remove(this);
                clock.timers.Add(this);
            }
            return true;
        }

        public void Rearm() => Due = repeat > TimeSpan.Zero ? Due + repeat : null;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.sync)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
