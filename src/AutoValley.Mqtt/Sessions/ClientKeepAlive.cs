namespace AutoValley.Mqtt.Sessions;

/// <summary>What the client's keep-alive asks for.</summary>
internal enum KeepAliveAction
{
    /// <summary>Look again later.</summary>
    Wait,

    /// <summary>Nothing was sent, or nothing came, for the interval: send PINGREQ [MQTT-3.1.2-20].</summary>
    Ping,

    /// <summary>PINGREQ stayed unanswered: the connection is dead (MQTT 5.0 section 3.1.2.10).</summary>
    Dead,
}

/// <summary>
/// The client's keep-alive; time is passed in. It asks after an interval without a sign of life too, however much is sent: what TCP takes in
/// proves nothing. So a dead peer is known after the interval and the patience.
/// </summary>
/// <param name="interval">Longest silence, of either side.</param>
/// <param name="patience">How long an answer to PINGREQ may take.</param>
/// <param name="now">When the connection stood.</param>
internal sealed class ClientKeepAlive(TimeSpan interval, TimeSpan patience, DateTimeOffset now)
{
    private DateTimeOffset lastSent = now;
    private DateTimeOffset lastReceived = now;
    private DateTimeOffset? pinged;

    /// <summary>Something was sent.</summary>
    public void OnSent(DateTimeOffset at) => lastSent = at;

    /// <summary>Anything came: the peer lives.</summary>
    public void OnReceived(DateTimeOffset at) => (pinged, lastReceived) = (null, at);

    /// <summary>What to do now, and when to look again.</summary>
    public (KeepAliveAction Action, TimeSpan Next) Check(DateTimeOffset at)
    {
        if (pinged is { } since)
            return at - since >= patience ? (KeepAliveAction.Dead, TimeSpan.Zero) : (KeepAliveAction.Wait, patience - (at - since));
        var silent = at - (lastSent < lastReceived ? lastSent : lastReceived);
        if (silent < interval)
            return (KeepAliveAction.Wait, interval - silent);
        (pinged, lastSent) = (at, at);
        return (KeepAliveAction.Ping, patience);
    }
}
