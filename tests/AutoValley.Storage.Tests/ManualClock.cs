namespace AutoValley.Storage.Tests;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> timers = [];

    /// <summary>Lets every timer of that period go off once.</summary>
    public void Tick(TimeSpan period) => timers.Where(timer => timer.Period == period).ToList().ForEach(timer => timer.Fire());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        timers.Add(new ManualTimer(callback, state, period == Timeout.InfiniteTimeSpan ? dueTime : period));
        return timers[^1];
    }

    private sealed class ManualTimer(TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        public TimeSpan Period => period;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
