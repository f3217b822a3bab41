namespace AutoValley.Edge.Uplink;

/// <summary>
/// A rate in bytes a second: bytes may go while there are tokens, and what goes beyond them is a debt, so that one large batch passes too. Time is
/// passed in. Not safe for concurrent use.
/// </summary>
/// <param name="bytesPerSecond">The rate; null for none.</param>
internal sealed class TokenBucket(long? bytesPerSecond)
{
    // Tokens are saved for so long.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);

    private double tokens = (bytesPerSecond ?? 0) * Burst.TotalSeconds;
    private TimeSpan filled;

    /// <summary>Whether bytes may go.</summary>
    public bool IsOpen(TimeSpan now)
    {
        if (bytesPerSecond is not { } rate)
            return true;
        tokens = Math.Min(rate * Burst.TotalSeconds, tokens + ((now - filled).TotalSeconds * rate));
        filled = now;
        return tokens > 0;
    }

    /// <summary>Bytes went.</summary>
    public void Take(int bytes) => tokens -= bytes;

    /// <summary>When bytes may go again; now when they may.</summary>
    public TimeSpan Opens(TimeSpan now) =>
        IsOpen(now) ? now : now + TimeSpan.FromSeconds(-tokens / bytesPerSecond!.Value) + TimeSpan.FromTicks(1);
}
