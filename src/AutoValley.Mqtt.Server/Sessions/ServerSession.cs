using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Storing;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>
/// What the server keeps of a client, connected or not (MQTT 5.0 section 4.1): subscriptions, publishes that wait or are unacknowledged, QoS 2 identifiers.
/// </summary>
internal sealed class ServerSession
{
    private readonly Lock sync = new();
    private readonly MqttServer server;
    private readonly SendWindow<Delivery> send;
    private readonly ReceiveWindow receive = new();
    private SessionFile? file;
    private volatile Outbox<Delivery>? outbox;
    private bool isFull;
    private bool isOver;
    private long progress;
    private int subscriptionCount;

    public ServerSession(string clientId, MqttServer server)
    {
        (ClientId, this.server) = (clientId, server);
        send = new SendWindow<Delivery>(server.Options.MaximumQueuedPublishes, server.Options.MaximumQueuedBytes) { Skipped = LetGo };
    }

    public string ClientId { get; }

    /// <summary>By filter; used by the session's one connection, and by the registry once it ended.</summary>
    public Dictionary<string, Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>How many it has, for figures: from any thread.</summary>
    public int SubscriptionCount => Volatile.Read(ref subscriptionCount);

    /// <summary>Guarded by the registry.</summary>
    public ServerConnection? Connection { get; set; }

    /// <summary>Fires when the session or its Will is due; guarded by the registry.</summary>
    public SessionTimers? Timers { get; set; }

    /// <summary>Whether a connection takes publishes now.</summary>
    public bool IsConnected => outbox is not null;

    /// <summary>What goes into the store; null when the session ends with its connection, or there is no store.</summary>
    public SessionFile? File => file;

    /// <summary>Whether it outlives its connection, and therefore goes into the store if there is one.</summary>
    public void SetKept(bool kept)
    {
        lock (sync)
        {
            if (kept)
            {
                file ??= server.Store is { } store ? new SessionFile(store, ClientId) : null;
                return;
            }
            file?.End();
            file = null;
        }
    }

    /// <summary>A connection takes the session up: CONNACK first, then what the client did not acknowledge.</summary>
    public void Attach(Outbox<Delivery> to, ConnAckPacket connAck, int clientReceiveMaximum, int ownReceiveMaximum)
    {
        lock (sync)
        {
            // [MQTT-3.2.0-1] CONNACK is the first packet.
            to.Add(connAck);
            // [MQTT-4.4.0-1] What was not acknowledged goes again, with its identifier.
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
    public Outbox<Delivery> CreateOutbox(ConnectPacket connect) =>
        new(sync, send, new DeliveryFormat(connect, server), connect.Version) { Texts = ReasonTexts.For(connect) };

    /// <summary>Acknowledgements that are due, and how many came so far: while some are due and none comes, the client is stuck.</summary>
    public (int Due, long Progress) Acknowledgements()
    {
        lock (sync)
            return (send.Unacknowledged, progress);
    }

    /// <summary>Queues a publish, or drops it and counts that; what is QoS 0 does not wait for a client that is away.</summary>
    /// <returns>The store's ticket, 0 for none.</returns>
    public long Deliver(in Delivery delivery, QualityOfService qos, WakeList wakes)
    {
        if (TryDeliver(delivery, qos, wakes, out var ticket))
            return ticket;
        if (qos != QualityOfService.AtMostOnce || IsConnected)
            CountDropped();
        return 0;
    }

    /// <summary>Queues a publish; false when it is full, over, or away and the publish is QoS 0.</summary>
    public bool TryDeliver(in Delivery delivery, QualityOfService qos, WakeList wakes, out long ticket)
    {
        ticket = 0;
        Outbox<Delivery>? wake;
        lock (sync)
        {
            wake = outbox;
            if (isOver || (wake is null && qos == QualityOfService.AtMostOnce))
                return false;
            if (server.Options.QueuePolicy == MqttQueuePolicy.DropOldest)
                DropOldest(delivery.Bytes);
            if (!TryQueue(delivery, qos, out ticket))
                return false;
            delivery.Encoded.Hold();
            isFull = false;
        }
        if (wake is null)
            return true;
        if (ticket != 0)
            server.Store!.WhenDurable(ticket, wake.Waker);
        else
            wakes.Add(wake);
        return true;
    }

    /// <summary>A publish found no room here.</summary>
    public void CountDropped()
    {
        server.Statistics.CountDroppedFull();
        lock (sync)
        {
            if (isFull)
                return;
            isFull = true;
        }
        server.Logger.SubscriberFull(ClientId);
        if (server.Options.QueuePolicy == MqttQueuePolicy.Disconnect)
            Connection?.Violate(new MqttException(MqttReasonCode.QuotaExceeded, "publishes that wait for this client are more than it may have"));
    }

    /// <summary>Takes publishes out that another session may get.</summary>
    public IReadOnlyList<(Delivery Delivery, QualityOfService Qos, ushort Id)> TakeBack(Predicate<Delivery> which)
    {
        lock (sync)
            return send.TakeBack(which);
    }

    /// <summary>The store may forget what was taken back.</summary>
    public void Forget(ushort id)
    {
        if (id != 0)
            file?.Done(id);
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
            progress++;
            var id = ack.PacketId;
            switch (ack.Type)
            {
                case PacketType.PubAck when send.OnPubAck(id, out var taken): LetGo(taken, id); break;
                case PacketType.PubComp when send.OnPubComp(id, out var taken): LetGo(taken, id); break;
                case PacketType.PubRel: Reply(through, receive.Release(id), file?.Forget(id)); break;
                case PacketType.PubRec when ack.Reason.IsFailure():
                    if (send.OnPubRecFailure(id, out var refused))
                        LetGo(refused, id);
                    break;
                case PacketType.PubRec:
                    var known = send.OnPubRec(id);
                    var reason = known ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound;
                    Reply(through, new AckPacket(PacketType.PubRel, id, reason), known ? file?.Release(id) : null);
                    break;
            }
        }
    }

    /// <summary>Adds or replaces a subscription.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Subscribe(Subscription subscription)
    {
        var isNew = !Subscriptions.ContainsKey(subscription.Request.Filter);
        Subscriptions[subscription.Request.Filter] = subscription;
        Volatile.Write(ref subscriptionCount, Subscriptions.Count);
        server.Subscriptions.Set(subscription);
        return isNew;
    }

    /// <summary>Ends a subscription; false when there is none to this filter.</summary>
    public bool Unsubscribe(string filter)
    {
        if (!Subscriptions.Remove(filter, out var subscription))
            return false;
        Volatile.Write(ref subscriptionCount, Subscriptions.Count);
        server.Subscriptions.Remove(subscription);
        return true;
    }

    /// <summary>What an earlier life of the process left.</summary>
    public void Restore(IEnumerable<(ushort Id, StoredPublish Publish)> outgoing, IEnumerable<ushort> incoming, long sentUpTo)
    {
        var order = sentUpTo;
        foreach (var (id, publish) in outgoing.OrderBy(entry => entry.Publish.Order))
        {
            order = Math.Max(order, publish.Order + 1);
            var delivery = publish.Delivery;
            var bytes = publish.IsReleased ? 0 : delivery.Bytes;
            if (publish.IsReleased || publish.MaySent || publish.Order < sentUpTo)
                send.Restore(delivery, publish.Qos, bytes, id, publish.IsReleased);
            else
                send.TryQueue(delivery, publish.Qos, bytes, id);
        }
        foreach (var id in incoming)
            receive.Restore(id);
        file?.Restore(order);
    }

    /// <summary>The session is over: what waited goes.</summary>
    public void Clear()
    {
        lock (sync)
        {
            isOver = true;
            foreach (var delivery in send.Drain())
                delivery.Release();
            outbox = null;
            file?.End();
            file = null;
        }
    }

    private bool TryQueue(Delivery delivery, QualityOfService qos, out long ticket)
    {
        ticket = 0;
        if (file is null || qos == QualityOfService.AtMostOnce)
            return send.TryQueue(delivery, qos, delivery.Bytes);
        // Its identifier is given now and not when it is sent, so that it is written once.
        if (!send.HasRoomFor(delivery.Bytes) || !send.TryReserve(out var id))
            return false;
        ticket = file.Queue(id, delivery, qos, outbox is not null);
        return send.TryQueue(delivery with { Ticket = ticket }, qos, delivery.Bytes, id);
    }

    private void DropOldest(int bytes)
    {
        foreach (var (oldest, id) in send.MakeRoomFor(bytes))
        {
            server.Statistics.CountDroppedFull();
            LetGo(oldest, id);
        }
    }

    // It is in the window no more.
    private void LetGo(Delivery delivery, ushort id)
    {
        delivery.Release();
        Forget(id);
    }

    // An answer that says that a step is done goes when the store has the step; the session's lock is held, and not waited for by the store.
    private void Reply(Outbox<Delivery> through, AckPacket answer, long? ticket)
    {
        answer = through.Texts.Add(answer, "no publish of this session has the identifier");
        if (ticket is not { } given)
        {
            through.Add(answer);
            return;
        }
        ReplyWhenDurable(through, answer, given);
    }

    private void ReplyWhenDurable(Outbox<Delivery> through, AckPacket answer, long ticket) => server.Store!.WhenDurable(ticket, () =>
    {
        through.Add(answer);
        through.Wake();
    });
}
