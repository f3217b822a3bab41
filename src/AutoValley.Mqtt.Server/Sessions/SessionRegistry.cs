using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Server.Routing;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>All sessions by client id: who is connected, who may come back until when, whose Will is due.</summary>
/// <param name="options">Limits.</param>
/// <param name="clock">For expiry and Will delay.</param>
/// <param name="subscriptions">Where a session's subscriptions go when it ends.</param>
/// <param name="create">Makes a session.</param>
/// <param name="publishWill">Publishes a Will that is due; never throws.</param>
internal sealed class SessionRegistry(
    MqttServerOptions options, TimeProvider clock, SubscriptionTree subscriptions, Func<string, ServerSession> create, Action<PendingWill> publishWill)
{
    private readonly Dictionary<string, ServerSession> sessions = new(StringComparer.Ordinal);
    private readonly Lock sync = new();

    /// <summary>Sessions, connected or kept.</summary>
    public int Count
    {
        get
        {
            lock (sync)
                return sessions.Count;
        }
    }

    /// <summary>Gives a connection its session; a living connection of the same client id is closed first, and its end waited for [MQTT-3.1.4-3].</summary>
    /// <returns>The session, and whether it was kept from before.</returns>
    /// <exception cref="MqttException">Too many sessions, or the old connection does not end in time.</exception>
    public async Task<(ServerSession Session, bool Present)> OpenAsync(string clientId, bool cleanStart, ServerConnection connection)
    {
        while (true)
        {
            ServerConnection? old;
            lock (sync)
            {
                if (TryOpen(clientId, cleanStart, connection, out old) is { } opened)
                    return opened;
            }
            old!.Close(MqttReasonCode.SessionTakenOver, "another connection uses this client id");
            try
            {
                await old.Ended.WaitAsync(options.ConnectTimeout, clock);
            }
            catch (TimeoutException e)
            {
                throw new MqttException(MqttReasonCode.ServerBusy, $"the earlier connection of {clientId} has publishes that are not done", e);
            }
        }
    }

    /// <summary>The connection of a session ended.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="expiry">How long it may come back; zero is not at all.</param>
    /// <param name="will">A Will that is not published yet.</param>
    public void Release(ServerSession session, TimeSpan expiry, PendingWill? will)
    {
        lock (sync)
        {
            session.Connection = null;
            session.Detach();
            var timers = new SessionTimers(will);
            session.Timers = timers;
            if (expiry <= TimeSpan.Zero)
                End(session);
            else
                timers.Start(clock, TimeSpan.FromSeconds(will?.Will.DelaySeconds ?? 0), expiry, late => OnWill(session, late), late => OnEnd(session, late));
        }
    }

    private (ServerSession, bool)? TryOpen(string clientId, bool cleanStart, ServerConnection connection, out ServerConnection? old)
    {
        old = null;
        if (sessions.TryGetValue(clientId, out var session))
        {
            old = session.Connection;
            if (old is not null)
                return null;
            if (cleanStart)
                End(session);
            else
                Resume(session);
        }
        var present = session is not null && !cleanStart;
        if (!present)
        {
            if (sessions.Count >= options.MaximumSessions)
                throw new MqttException(MqttReasonCode.QuotaExceeded, $"{options.MaximumSessions} sessions are open");
            sessions[clientId] = session = create(clientId);
        }
        session!.Connection = connection;
        return (session, present);
    }

    // [MQTT-3.1.3-9] Back in time: the Will is not published.
    private static void Resume(ServerSession session)
    {
        session.Timers?.Dispose();
        session.Timers = null;
    }

    private void OnWill(ServerSession session, SessionTimers timers)
    {
        lock (sync)
        {
            if (ReferenceEquals(session.Timers, timers) && timers.TakeWill() is { } will)
                publishWill(will);
        }
    }

    private void OnEnd(ServerSession session, SessionTimers timers)
    {
        lock (sync)
        {
            if (ReferenceEquals(session.Timers, timers))
                End(session);
        }
    }

    // The end of a session publishes its Will, if it still waits (section 3.1.2.5).
    private void End(ServerSession session)
    {
        sessions.Remove(session.ClientId);
        foreach (var filter in session.Subscriptions.Keys)
            subscriptions.Remove(session, filter);
        session.Clear();
        var will = session.Timers?.TakeWill();
        Resume(session);
        if (will is not null)
            publishWill(will);
    }
}
