namespace AutoValley.Mqtt.Server.Connections;

/// <summary>A bucket of tokens for one second's worth of publishes. Time is passed in; one user.</summary>
/// <param name="perSecond">Tokens a second, and at most.</param>
/// <param name="now">When it begins, full.</param>
internal sealed class RateLimit(int perSecond, DateTimeOffset now)
{
    private double tokens = perSecond;
    private DateTimeOffset last = now;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake(DateTimeOffset at)
    {
        tokens = Math.Min(perSecond, tokens + (at - last).TotalSeconds * perSecond);
        last = at;
        if (tokens < 1)
            return false;
        tokens--;
        return true;
    }
}
