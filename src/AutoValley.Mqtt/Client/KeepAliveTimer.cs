using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// Keeps a client connection alive, and ends it when the server is dead: after the interval comes PINGREQ, then there are at most three quarters of
/// it for an answer and one for a DISCONNECT, so that the end is told within two intervals even while writes are stuck.
/// </summary>
internal sealed class KeepAliveTimer
{
    private readonly Lock sync = new();
    private readonly ClientConnection connection;
    private readonly TimeSpan interval;
    private readonly TimeSpan patience;
    private readonly TimeProvider clock;
    private readonly ClientKeepAlive? state;
    private ITimer? timer;

    /// <param name="connection">Whose it is.</param>
    /// <param name="options">For the answer's time-out.</param>
    /// <param name="interval">Zero turns it off.</param>
    /// <param name="clock">The time.</param>
    public KeepAliveTimer(ClientConnection connection, MqttClientOptions options, TimeSpan interval, TimeProvider clock)
    {
        (this.connection, this.interval, this.clock) = (connection, interval, clock);
        patience = Shorter(options.AnswerTimeout, interval * 0.75);
        Farewell = Shorter(options.AnswerTimeout, interval * 0.25);
        if (interval > TimeSpan.Zero)
            state = new ClientKeepAlive(interval, patience, clock.GetUtcNow());
    }

    /// <summary>Whether the server was found dead.</summary>
    public bool IsDead { get; private set; }

    /// <summary>How long a last packet to a dead server may take.</summary>
    public TimeSpan Farewell { get; }

    public void Start()
    {
        if (state is not null)
            timer = clock.CreateTimer(_ => Check(), null, interval, Timeout.InfiniteTimeSpan);
    }

    public void OnWritten()
    {
        lock (sync)
            state?.OnSent(clock.GetUtcNow());
    }

    public void OnReceived()
    {
        lock (sync)
            state?.OnReceived(clock.GetUtcNow());
    }

    public void End() => timer?.Dispose();

    private void Check()
    {
        KeepAliveAction action;
        TimeSpan next;
        lock (sync)
            (action, next) = state!.Check(clock.GetUtcNow());
        // While the application does not take what was received nothing is read, an answer neither: that is no sign of death.
        if (action == KeepAliveAction.Dead && !connection.IsBlocked)
        {
            IsDead = true;
            connection.Fail(new MqttException(MqttReasonCode.KeepAliveTimeout, $"no answer to PINGREQ for {patience.TotalSeconds} s"));
            return;
        }
        if (action == KeepAliveAction.Ping)
        {
            connection.Outbox.Add(new PingPacket(PacketType.PingReq));
            connection.Outbox.Wake();
        }
        timer?.Change(next > TimeSpan.Zero ? next : patience, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
