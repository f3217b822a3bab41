using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Support;

/// <summary>Time that stands still until a test moves it; timers fire while it does.</summary>
internal sealed class VirtualClock : TimeProvider
{
    // What others do on the way takes real time.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(10);

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly List<VirtualTimer> timers = [];
    private TimeSpan now;
    private TimeSpan jumped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return Start + now + jumped;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Somebody sets the system clock; monotonic time knows nothing of it.</summary>
    public void Jump(TimeSpan by)
    {
        lock (gate)
            jumped += by;
    }

    /// <summary>Moves on and fires, in order, what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (gate)
            end = now + by;
        while (NextDue(end) is { } timer)
            timer.Fire();
        lock (gate)
            now = end;
    }

    /// <summary>Moves on in steps until the condition holds; gives other threads time in between.</summary>
    public Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step) => Eventually.IsTrueAsync(
        () =>
        {
            if (condition())
                return true;
            Advance(step);
            return false;
        },
        longestInterval: LongestStep);

    private VirtualTimer? NextDue(TimeSpan end)
    {
        lock (gate)
        {
            var timer = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (timer is null)
                return null;
            now = timer.Due > now ? timer.Due : now;
            timer.Due = timer.Period > TimeSpan.Zero ? timer.Due + timer.Period : TimeSpan.MaxValue;
            return timer;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; } = TimeSpan.MaxValue;

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : clock.now + dueTime;
                Period = period;
                if (!clock.timers.Contains(this))
                    clock.timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
