namespace Grpc.Wire;

/// <summary>Calls back once when a deadline is reached, however far away it is.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    // A timer's longest period is 49 days; a longer wait is made of several.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly TimeProvider _clock;
    private readonly DateTime _deadline;
    private readonly Action _expired;
    private readonly ITimer _timer;

    public DeadlineTimer(TimeProvider clock, DateTime deadline, Action expired)
    {
        _clock = clock;
        _deadline = deadline;
        _expired = expired;
        _timer = clock.CreateTimer(
            static timer => ((DeadlineTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait(deadline - clock.GetUtcNow().UtcDateTime);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var left = _deadline - _clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
            Wait(left);
        else
            _expired();
    }

    // Rounded up to a whole millisecond: a timer that fires early would spin.
    private void Wait(TimeSpan left)
    {
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
        _timer.Change(due < LongestWait ? due : LongestWait, Timeout.InfiniteTimeSpan);
    }
}
