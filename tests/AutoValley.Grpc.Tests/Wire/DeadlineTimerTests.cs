using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class DeadlineTimerTests
{
    private static readonly DateTime Start = new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0.0001)]
    [InlineData(1)]
    [InlineData(86_400 * 365 * 3)]
    public void Deadline_HoweverFar_ExpiresOnceAndNotBefore(double seconds)
    {
        var clock = new VirtualClock(Start);
        var expired = new List<DateTime>();
        using var timer = new DeadlineTimer(clock, Start.AddSeconds(seconds), () => expired.Add(clock.Now));
        clock.RunUntil(Start.AddSeconds(seconds + 86_400));
        Assert.InRange(Assert.Single(expired), Start.AddSeconds(seconds), Start.AddSeconds(seconds + 0.002));
    }

    [Fact]
    public void Deadline_AlreadyPassed_ExpiresAtOnce()
    {
        var clock = new VirtualClock(Start);
        var expired = 0;
        using var timer = new DeadlineTimer(clock, Start.AddSeconds(-1), () => expired++);
        clock.RunUntil(Start);
        Assert.Equal(1, expired);
    }

    [Fact]
    public void Dispose_BeforeTheDeadline_Silences()
    {
        var clock = new VirtualClock(Start);
        var expired = 0;
        new DeadlineTimer(clock, Start.AddSeconds(1), () => expired++).Dispose();
        clock.RunUntil(Start.AddSeconds(2));
        Assert.Equal(0, expired);
    }

    private sealed class VirtualClock(DateTime start) : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public DateTime Now { get; private set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(this, () => callback(state));
            _timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }

        public void RunUntil(DateTime end)
        {
            while (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is { Due: { } due } next)
            {
                Now = due > Now ? due : Now;
                next.Due = null;
                next.Fire();
            }
            Now = end;
        }

        private sealed class Timer(VirtualClock clock, Action fire) : ITimer
        {
            public DateTime? Due { get; set; }

            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Now + dueTime;
                return true;
            }

            public void Dispose() => Due = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
