using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>
/// Tells how long batches have been in the spool. It begins at the system's time and goes on by the monotonic clock, so that a jump of the
/// system clock makes no batch older or younger.
/// </summary>
internal sealed class SpoolClock(TimeProvider clock)
{
    // 2020-01-01: a clock that says less was not set since the vehicle's start.
    private const long Plausible = 1_577_836_800_000_000_000;

    private readonly long opened = UnixTime.Now(clock);
    private readonly long start = clock.GetTimestamp();

    /// <summary>Unix nanoseconds.</summary>
    public long Now => opened + (clock.GetElapsedTime(start).Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>A time that an earlier agent wrote; the age counts from this start where its clock cannot have been right.</summary>
    public long Corrected(long written) => written < Plausible || written > opened ? opened : written;

    /// <summary>How long ago that was.</summary>
    public TimeSpan Age(long written) => TimeSpan.FromTicks(Math.Max(0, Now - written) / TimeSpan.NanosecondsPerTick);
}
