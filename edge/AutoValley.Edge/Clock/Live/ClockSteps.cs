using AutoValley.Telemetry;

namespace AutoValley.Edge.Clock.Live;

/// <summary>Compares the system clock with the monotonic one, which nobody sets: what they differ by changes only when somebody sets the system clock, or the computer sleeps. Not
/// safe for concurrent use.</summary>
internal sealed class ClockSteps
{
    /// <summary>Less than this is slewing: daemons turn the clock by at most a tenth (chrony's maxslewrate), which the monotonic clock follows.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private const int MostLooks = 16;
    private const long CloseNanos = 1_000_000;

    private readonly TimeProvider clock;
    private readonly long start;
    private long lead;

    public ClockSteps(TimeProvider clock)
    {
        (this.clock, start) = (clock, clock.GetTimestamp());
        lead = Read();
    }

    /// <summary>The system clock minus the monotonic one, nanoseconds, as of the last <see cref="TryFind"/>.</summary>
    public long Lead => lead;

    /// <summary>Steps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Monotonic nanoseconds.</summary>
    public long Now => clock.GetElapsedTime(start).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Looks; true when the clock was set since the last look.</summary>
    /// <param name="step">By how much, forward positive.</param>
    public bool TryFind(out TimeSpan step)
    {
        var now = Read();
        step = TimeSpan.FromTicks((now - lead) / TimeSpan.NanosecondsPerTick);
        lead = now;
        if (step.Duration() < Least)
            return false;
        Count++;
        return true;
    }

    // A thread may be put aside between two looks, for longer than a step: the closest pair of a few counts.
    private long Read()
    {
        var (closest, found) = (long.MaxValue, 0L);
        for (var attempt = 0; attempt < MostLooks && closest > CloseNanos; attempt++)
        {
            var before = Now;
            var system = UnixTime.Now(clock);
            var took = Now - before;
            if (took < closest)
                (closest, found) = (took, system - before - (took / 2));
        }
        return found;
    }
}
