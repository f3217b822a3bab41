using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Storing;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>All sessions by client id: who is connected, who may come back until when, whose Will is due.</summary>
internal sealed class SessionRegistry(MqttServer server)
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

    /// <summary>Sessions with a connection.</summary>
    public int ConnectedCount
    {
        get
        {
            lock (sync)
                return sessions.Values.Count(session => session.Connection is not null);
        }
    }

    /// <summary>Subscriptions of all sessions.</summary>
    public int SubscriptionCount
    {
        get
        {
            lock (sync)
                return sessions.Values.Sum(session => session.SubscriptionCount);
        }
    }

    /// <summary>Gives a connection its session; a living connection of the same client id is closed first, and its end waited for [MQTT-3.1.4-3].</summary>
    /// <exception cref="MqttException">Too many sessions, or the old connection does not end in time.</exception>
    public async Task<OpenedSession> OpenAsync(string clientId, bool cleanStart, uint expirySeconds, ServerConnection connection)
    {
        while (true)
        {
            ServerConnection? old;
            lock (sync)
            {
                if (TryOpen(clientId, cleanStart, connection, out old) is { } opened)
                    return opened with { Ticket = Keep(opened.Session, expirySeconds) };
            }
            old!.Close(MqttReasonCode.SessionTakenOver, "another connection uses this client id");
            try
            {
                await old.Ended.WaitAsync(server.Options.ConnectTimeout, server.Clock);
            }
            catch (TimeoutException e)
            {
                throw new MqttException(MqttReasonCode.ServerBusy, $"the earlier connection of {clientId} has publishes that are not done", e);
            }
        }
    }

    /// <summary>The connection of a session ended.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="expirySeconds">How long it may come back; 0 is not at all, <see cref="uint.MaxValue"/> always.</param>
    /// <param name="will">A Will that is not published yet.</param>
    public void Release(ServerSession session, uint expirySeconds, PendingWill? will)
    {
        lock (sync)
        {
            session.Connection = null;
            session.Detach();
            var timers = new SessionTimers(will);
            session.Timers = timers;
            if (expirySeconds == 0)
            {
                End(session);
                return;
            }
            var expiry = TimeSpan.FromSeconds(expirySeconds);
            session.File?.Keep(expirySeconds, EndOf(expirySeconds));
            var delay = TimeSpan.FromSeconds(Math.Min(will?.Will.DelaySeconds ?? 0, expirySeconds));
            if (will is not null)
                server.Wills.Wait(will, server.Clock.GetUtcNow() + delay);
            timers.Start(server.Clock, delay, expiry, late => OnWill(session, late), late => OnEnd(session, late));
        }
        FanOut.PassOn(session, ended: false);
    }

    /// <summary>Takes in a session of an earlier life of the process, which ends in a while unless its client comes back.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stored">How the store had it.</param>
    /// <param name="will">A Will that is not due yet, with the time when it is.</param>
    public void Restore(ServerSession session, in StoredSession stored, StoredWill? will)
    {
        lock (sync)
        {
            sessions[session.ClientId] = session;
            var now = server.Clock.GetUtcNow();
            // Those that were connected when the process ended lost their connection now.
            var end = stored.EndsAt ?? EndOf(stored.ExpirySeconds);
            session.File?.Keep(stored.ExpirySeconds, end);
            session.Timers = new SessionTimers(will?.Pending);
            if (end <= now)
            {
                End(session);
                return;
            }
            if (will is { DueAt: { } due })
                server.Wills.Wait(will.Value.Pending, due);
            session.Timers.Start(
                server.Clock, (will?.DueAt - now) ?? TimeSpan.Zero, end is { } at ? at - now : TimeSpan.FromSeconds(uint.MaxValue),
                late => OnWill(session, late), late => OnEnd(session, late));
        }
    }

    private (ServerSession Session, bool Present)? Find(string clientId, bool cleanStart, out ServerConnection? old)
    {
        old = null;
        if (!sessions.TryGetValue(clientId, out var session))
            return (Create(clientId), false);
        old = session.Connection;
        if (old is not null)
            return null;
        if (!cleanStart)
        {
            Resume(session);
            return (session, true);
        }
        // [MQTT-3.1.2-4] A clean start discards what was.
        End(session);
        return (Create(clientId), false);
    }

    private OpenedSession? TryOpen(string clientId, bool cleanStart, ServerConnection connection, out ServerConnection? old)
    {
        if (Find(clientId, cleanStart, out old) is not { } found)
            return null;
        found.Session.Connection = connection;
        return new OpenedSession(found.Session, found.Present, 0);
    }

    private ServerSession Create(string clientId)
    {
        if (sessions.Count >= server.Options.MaximumSessions)
            throw new MqttException(MqttReasonCode.QuotaExceeded, $"{server.Options.MaximumSessions} sessions are open");
        return sessions[clientId] = new ServerSession(clientId, server);
    }

    private static long Keep(ServerSession session, uint expirySeconds)
    {
        session.SetKept(expirySeconds > 0);
        return session.File?.Keep(expirySeconds, null) ?? 0;
    }

    private DateTimeOffset? EndOf(uint expirySeconds) =>
        expirySeconds == uint.MaxValue ? null : server.Clock.GetUtcNow() + TimeSpan.FromSeconds(expirySeconds);

    // [MQTT-3.1.3-9] Back in time: the Will is not published.
    private void Resume(ServerSession session)
    {
        if (session.Timers?.TakeWill() is { } will)
            server.Wills.Forget(will);
        session.Timers?.Dispose();
        session.Timers = null;
    }

    private void OnWill(ServerSession session, SessionTimers timers)
    {
        lock (sync)
        {
            if (ReferenceEquals(session.Timers, timers) && timers.TakeWill() is { } will)
                server.PublishWill(will);
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

    // [MQTT-4.1.0-2] Everything of it goes; its Will is published, if it still waits (section 3.1.2.5), and shared publishes go to others.
    private void End(ServerSession session)
    {
        sessions.Remove(session.ClientId);
        foreach (var subscription in session.Subscriptions.Values)
            server.Subscriptions.Remove(subscription);
        FanOut.PassOn(session, ended: true);
        session.Clear();
        var will = session.Timers?.TakeWill();
        Resume(session);
        if (will is not null)
            server.PublishWill(will);
    }
}
