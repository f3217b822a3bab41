using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>The clocks that tick over one connection: keep-alive, and whatever does not move (<see cref="StallWatch"/>).</summary>
internal sealed class ConnectionWatch : IDisposable
{
    private readonly ServerConnection connection;
    private readonly ServerSession session;
    private readonly Outbox<Delivery> outbox;
    private readonly TimeProvider clock;
    private readonly StallWatch stall = new();
    private readonly KeepAliveWatch? keepAlive;
    private readonly ITimer? keepAliveTimer;
    private readonly ITimer stallTimer;
    private readonly TimeSpan stallTimeout;
    private long packets;
    private volatile bool packetIsOpen;

    public ConnectionWatch(ServerConnection connection, ServerSession session, Outbox<Delivery> outbox, TimeSpan interval, MqttServer server)
    {
        (this.connection, this.session, this.outbox, clock) = (connection, session, outbox, server.Clock);
        stallTimeout = server.Options.StallTimeout;
        stallTimer = clock.CreateTimer(static state => ((ConnectionWatch)state!).LookForStall(), this, stallTimeout, stallTimeout);
        if (interval <= TimeSpan.Zero)
            return;
        keepAlive = new KeepAliveWatch(interval);
        keepAliveTimer = clock.CreateTimer(static state => ((ConnectionWatch)state!).LookForSilence(), this, keepAlive.Limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the beginning of a packet lies in the buffer.</summary>
    public bool PacketIsOpen
    {
        set => packetIsOpen = value;
    }

    /// <summary>A whole packet came.</summary>
    public void OnPacket()
    {
        Volatile.Write(ref packets, packets + 1);
        Restart();
    }

    /// <summary>Reading goes on.</summary>
    public void Restart() => keepAlive?.Restart(clock.GetUtcNow());

    /// <summary>Reading pauses, because this side is not ready: the client is not to blame.</summary>
    public void Suspend()
    {
        packetIsOpen = false;
        keepAlive?.Suspend();
    }

    public void Dispose()
    {
        keepAliveTimer?.Dispose();
        stallTimer.Dispose();
    }

    private void LookForSilence()
    {
        if (keepAlive!.IsDead(clock.GetUtcNow(), out var next))
            connection.Violate(new MqttException(MqttReasonCode.KeepAliveTimeout, $"no packet for {keepAlive.Limit.TotalSeconds} s"));
        else
            keepAliveTimer?.Change(next, Timeout.InfiniteTimeSpan);
    }

    private void LookForStall()
    {
        var (due, acknowledgements) = session.Acknowledgements();
        var (isWriting, writes) = outbox.Progress;
        var progress = new ConnectionProgress(packetIsOpen, Volatile.Read(ref packets), due, acknowledgements, isWriting, writes);
        if (stall.Look(progress) is not { } what)
            return;
        var cause = new MqttException(MqttReasonCode.QuotaExceeded, $"{what} for {stallTimeout.TotalSeconds} s");
        if (isWriting)
            connection.Abort(cause);
        else
            connection.Violate(cause);
    }
}
