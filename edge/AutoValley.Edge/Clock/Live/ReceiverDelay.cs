namespace AutoValley.Edge.Clock.Live;

/// <summary>
/// How late one receiver's words come by the monotonic clock, which shows a step of the system clock at once and not after minutes. Not safe for concurrent use.
/// </summary>
internal sealed class ReceiverDelay
{
    /// <summary>A receiver that told no time for so long is not asked any more.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly LeastDelay delays = new(TimeSpan.FromMinutes(1));
    private long lastHeard = long.MinValue;

    /// <summary>A word came.</summary>
    /// <param name="arrival">When, monotonic nanoseconds.</param>
    /// <param name="receiver">What it told, Unix nanoseconds.</param>
    public void Observe(long arrival, long receiver)
    {
        lastHeard = arrival;
        delays.Observe(arrival, arrival - receiver);
    }

    /// <summary>The monotonic clock minus the receiver's, nanoseconds; null when it is unknown or too old.</summary>
    public long? Current(long now) => IsFresh(now) ? delays.Current : null;

    /// <summary>Whether it told its time lately.</summary>
    public bool IsFresh(long now) => lastHeard != long.MinValue && now - lastHeard <= Freshness.Ticks * TimeSpan.NanosecondsPerTick;
}
