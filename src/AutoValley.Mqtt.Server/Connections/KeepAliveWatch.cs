namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// The server's half of keep-alive [MQTT-3.1.2-22]: the client is dead when no whole packet came for one and a half times the interval. Time during which
/// nothing was read, because the application was not ready, does not count. Time is passed in.
/// </summary>
internal sealed class KeepAliveWatch(TimeSpan interval)
{
    private long since = long.MaxValue;

    /// <summary>The longest silence.</summary>
    public TimeSpan Limit { get; } = interval * 1.5;

    /// <summary>Reading starts, or a packet came.</summary>
    public void Restart(DateTimeOffset now) => Volatile.Write(ref since, now.UtcTicks);

    /// <summary>Reading pauses, until it is restarted.</summary>
    public void Suspend() => Volatile.Write(ref since, long.MaxValue);

    /// <summary>Whether the client is dead; if not, when to look again.</summary>
    public bool IsDead(DateTimeOffset now, out TimeSpan next)
    {
        var start = Volatile.Read(ref since);
        var silence = start == long.MaxValue ? TimeSpan.Zero : TimeSpan.FromTicks(now.UtcTicks - start);
        next = Limit - silence;
        return silence >= Limit;
    }
}
