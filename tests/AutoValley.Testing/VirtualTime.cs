namespace AutoValley.Testing;

/// <summary>A clock that stands still until a test moves it; timers fire in their order, on the caller's thread.</summary>
public sealed class VirtualTime : TimeProvider
{
    // What a step starts takes real time.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly Lock sync = new();
    private readonly List<VirtualTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan jumped;

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
            return now + jumped;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (sync)
            return now.UtcTicks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Somebody sets the system clock; monotonic time and timers know nothing of it.</summary>
    public void Jump(TimeSpan by)
    {
        lock (sync)
            jumped += by;
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset end;
        lock (sync)
            end = now + time;
        while (NextDue(end) is { } timer)
            timer.Fire();
        lock (sync)
            now = end;
    }

    /// <summary>Lets time pass in steps until the condition holds; before each step other threads do what the last one left to them.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        var start = System.GetTimestamp();
        while (!condition())
        {
            Advance(step);
            do
            {
                if (System.GetElapsedTime(start) >= Eventually.Limit)
                    throw new TimeoutException($"it was waited for in vain until {GetUtcNow():O}");
                await Task.Delay(Breath);
            }
            while (ThreadPool.PendingWorkItemCount > 0);
        }
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
