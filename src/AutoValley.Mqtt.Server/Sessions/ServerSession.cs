using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>
/// What the server keeps of a client, connected or not (MQTT 5.0 section 4.1): subscriptions, publishes that wait or are unacknowledged, QoS 2 identifiers.
/// </summary>
internal sealed class ServerSession
{
    private readonly Lock sync = new();
    private readonly SendWindow<Delivery> send;
    private readonly ReceiveWindow receive = new();
    private readonly Action<ServerSession> onDropped;
    private readonly MqttServerStatistics statistics;
    private Outbox<Delivery>? outbox;
    private bool isFull;

    /// <param name="clientId">Whose.</param>
    /// <param name="options">Limits of the queue.</param>
    /// <param name="onDropped">Called for the first publish of a row that finds the queue full.</param>
    /// <param name="statistics">Where drops are counted.</param>
    public ServerSession(string clientId, MqttServerOptions options, Action<ServerSession> onDropped, MqttServerStatistics statistics)
    {
        (ClientId, this.onDropped, this.statistics) = (clientId, onDropped, statistics);
        send = new SendWindow<Delivery>(options.MaximumQueuedPublishes, options.MaximumQueuedBytes);
    }

    public string ClientId { get; }

    /// <summary>By filter; used by the session's one connection, and by the registry once it ended.</summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>Guarded by the registry.</summary>
    public ServerConnection? Connection { get; set; }

    /// <summary>Fires when the session or its Will is due; guarded by the registry.</summary>
    public SessionTimers? Timers { get; set; }

    /// <summary>A connection takes the session up: CONNACK first, then what the client did not acknowledge.</summary>
    public void Attach(Outbox<Delivery> to, ConnAckPacket connAck, int clientReceiveMaximum, int ownReceiveMaximum)
    {
        lock (sync)
        {
            // [MQTT-3.2.0-1] CONNACK is the first packet.
            to.Add(connAck);
            foreach (var id in send.Resume(clientReceiveMaximum))
                to.Add(new AckPacket(PacketType.PubRel, id, MqttReasonCode.Success));
            receive.Resume(ownReceiveMaximum);
            outbox = to;
        }
    }

    /// <summary>The connection ended.</summary>
    public void Detach()
    {
        lock (sync)
            outbox = null;
    }

    /// <summary>An outbox on this session's window.</summary>
    public Outbox<Delivery> CreateOutbox(DeliveryFormat format, MqttProtocolVersion version) => new(sync, send, format, version);

    /// <summary>Queues a publish, or drops it and counts that; what is QoS 0 does not wait for a client that is away.</summary>
    /// <returns>What to wake, null when nobody is connected.</returns>
    public Outbox<Delivery>? Deliver(in Delivery delivery, QualityOfService qos)
    {
        bool firstDrop;
        lock (sync)
        {
            if (outbox is null && qos == QualityOfService.AtMostOnce)
                return null;
            if (send.TryQueue(delivery, qos, delivery.Bytes))
            {
                isFull = false;
                return outbox;
            }
            firstDrop = !isFull;
            isFull = true;
        }
        statistics.CountDroppedFull();
        if (firstDrop)
            onDropped(this);
        return null;
    }

    /// <summary>A publish came; false for the repetition of a QoS 2 publish.</summary>
    public bool Accept(QualityOfService qos, ushort id)
    {
        if (qos == QualityOfService.AtMostOnce)
            return true;
        lock (sync)
            return receive.Accept(qos, id);
    }

    /// <summary>Answers a publish.</summary>
    public void Answer(Outbox<Delivery> through, in AckPacket ack)
    {
        lock (sync)
        {
            receive.Answer(ack);
            through.Add(ack);
        }
    }

    /// <summary>An acknowledgement came.</summary>
    public void Take(Outbox<Delivery> through, in AckPacket ack)
    {
        lock (sync)
        {
            switch (ack.Type)
            {
                case PacketType.PubAck: send.OnPubAck(ack.PacketId, out _); break;
                case PacketType.PubComp: send.OnPubComp(ack.PacketId, out _); break;
                case PacketType.PubRel: through.Add(receive.Release(ack.PacketId)); break;
                case PacketType.PubRec when ack.Reason.IsFailure(): send.OnPubRecFailure(ack.PacketId, out _); break;
                default:
                    var reason = send.OnPubRec(ack.PacketId) ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound;
                    through.Add(new AckPacket(PacketType.PubRel, ack.PacketId, reason));
                    break;
            }
        }
    }

    /// <summary>The session is over: what waited goes.</summary>
    public void Clear()
    {
        lock (sync)
        {
            send.Drain();
            outbox = null;
        }
    }
}
