using System.Threading.Channels;

namespace AutoValley.Edge;

/// <summary>Wakes one waiting loop: by <see cref="Set"/> from any thread, or when its time is over. Wakes are merged and may be spurious.</summary>
internal sealed class WakeUp : IDisposable
{
    // Timers count whole milliseconds; less would wake too early and spin.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Channel<bool> wakes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly ITimer timer;

    public WakeUp(TimeProvider clock) =>
        timer = clock.CreateTimer(_ => Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Wakes the loop now, or at its next wait when it is busy.</summary>
    public void Set() => wakes.Writer.TryWrite(true);

    /// <summary>Waits for <see cref="Set"/>, at most the time given; without one for as long as it takes.</summary>
    public async ValueTask WaitAsync(TimeSpan? atMost, CancellationToken cancellation)
    {
        var due = atMost is { } time ? TimeSpan.FromTicks(Math.Max(time.Ticks, Shortest.Ticks)) : Timeout.InfiniteTimeSpan;
        timer.Change(due, Timeout.InfiniteTimeSpan);
        await wakes.Reader.ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
