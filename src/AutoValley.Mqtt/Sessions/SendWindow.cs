using System.Diagnostics.CodeAnalysis;

namespace AutoValley.Mqtt.Sessions;

/// <summary>
/// The sender's half of a session, for client and server alike (MQTT 5.0 sections 4.3, 4.4, 4.9): queued → in flight → acknowledged.
/// No I/O, no time, no lock: its owner has one.
/// <code>
/// QoS 1: queued → Sent → PUBACK → gone        QoS 2: queued → Sent → PUBREC → Released → PUBCOMP → gone
/// </code>
/// </summary>
/// <param name="maximumQueued">Publishes that may wait.</param>
/// <param name="maximumBytes">Bytes of publishes that may wait or be in flight.</param>
internal sealed class SendWindow<T>(int maximumQueued, long maximumBytes)
{
    private readonly Queue<Queued> queue = new();
    private readonly Dictionary<ushort, InFlight> inFlight = [];
    private readonly Queue<ushort> resend = new();
    private int limit = ushort.MaxValue;
    private int used;
    private int alone;
    private bool isOneAlone;
    private ushort lastId;
    private long order;

    /// <summary>Called with what is not worth sending as it is taken out, and its identifier, 0 if it has none yet.</summary>
    public Action<T, ushort>? Skipped { get; init; }

    /// <summary>
    /// At the next connection each unacknowledged publish goes alone, and nothing else until all of them are acknowledged: the peer ended a connection over one
    /// of them, and did not say which.
    /// </summary>
    public bool IsCareful { get; set; }

    /// <summary>Publishes of this connection whose acknowledgement is due.</summary>
    public int Unacknowledged => used;

    /// <summary>Publishes that wait.</summary>
    public int QueuedCount => queue.Count;

    /// <summary>Publishes sent and not acknowledged, and identifiers reserved.</summary>
    public int InFlightCount => inFlight.Count;

    /// <summary>Bytes that wait or are in flight.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a publish in; false when a limit is reached.</summary>
    /// <param name="item">The publish.</param>
    /// <param name="qos">How it goes.</param>
    /// <param name="bytes">What it costs to hold.</param>
    /// <param name="id">The identifier that it goes with, from <see cref="TryReserve"/>; 0 lets the window choose one when it goes.</param>
    public bool TryQueue(T item, QualityOfService qos, int bytes, ushort id = 0)
    {
        if (!HasRoomFor(bytes))
            return false;
        queue.Enqueue(new Queued(item, qos, bytes, id));
        if (id != 0)
            inFlight[id] = InFlight.Kept(FlightState.Waiting);
        Bytes += bytes;
        return true;
    }

    /// <summary>Whether a publish of this size would be taken in.</summary>
    public bool HasRoomFor(int bytes) => queue.Count < maximumQueued && Bytes + bytes <= maximumBytes;

    /// <summary>Drops the oldest publishes that wait until another one fits.</summary>
    /// <returns>What was dropped, with its identifier, 0 if it has none.</returns>
    public IReadOnlyList<(T Item, ushort Id)> MakeRoomFor(int bytes)
    {
        var dropped = new List<(T, ushort)>();
        while (!HasRoomFor(bytes) && queue.TryDequeue(out var oldest))
        {
            Forget(oldest);
            dropped.Add((oldest.Item, oldest.Id));
        }
        return dropped;
    }

    /// <summary>
    /// Takes out what somebody else may get instead: publishes that wait, and those of QoS 1 that were sent and not acknowledged. A QoS 2 publish that
    /// was sent stays with this receiver [MQTT-4.8.2-4].
    /// </summary>
    public IReadOnlyList<(T Item, QualityOfService Qos, ushort Id)> TakeBack(Predicate<T> which)
    {
        var taken = new List<(T, QualityOfService, ushort)>();
        foreach (var (id, entry) in inFlight.Where(pair => pair.Value is { State: FlightState.Sent, Qos: QualityOfService.AtLeastOnce } && which(pair.Value.Item))
            .OrderBy(pair => pair.Value.Order).ToArray())
        {
            inFlight.Remove(id);
            Bytes -= entry.Bytes;
            used -= entry.Counted ? 1 : 0;
            taken.Add((entry.Item, entry.Qos, id));
        }
        for (var left = queue.Count; left > 0; left--)
        {
            var waiting = queue.Dequeue();
            if (!which(waiting.Item))
            {
                queue.Enqueue(waiting);
                continue;
            }
            Forget(waiting);
            taken.Add((waiting.Item, waiting.Qos, waiting.Id));
        }
        return taken;
    }

    /// <summary>Puts in what an earlier life of this side of the session had not seen the end of; oldest first, before <see cref="Resume"/>.</summary>
    /// <param name="item">The publish.</param>
    /// <param name="qos">How it went; 1 or 2.</param>
    /// <param name="bytes">What it costs to hold.</param>
    /// <param name="id">The identifier that it had.</param>
    /// <param name="released">Whether PUBREC had come.</param>
    public void Restore(T item, QualityOfService qos, int bytes, ushort id, bool released)
    {
        inFlight[id] = new InFlight(item, qos, bytes, released ? FlightState.Released : FlightState.Sent, order++, false);
        Bytes += bytes;
    }

    /// <summary>The next publish to send: first those of an earlier connection, then the queue, QoS 1 and 2 only while the peer's receive maximum allows [MQTT-3.3.4-9].</summary>
    /// <param name="next">What to send.</param>
    /// <param name="skip">Says of a publish, and whether it was sent before, that it is not worth sending; it goes without a trace.</param>
    /// <param name="hold">Says of a waiting publish that it, and all behind it, may not go yet.</param>
    public bool TryNext(out Outgoing<T> next, Func<T, bool, bool>? skip = null, Predicate<T>? hold = null)
    {
        next = default;
        if (MustWait())
            return false;
        while (used < limit && resend.TryDequeue(out var id))
        {
            if (inFlight.TryGetValue(id, out var again) && again.State == FlightState.Sent)
            {
                if (skip?.Invoke(again.Item, true) == true)
                {
                    GiveUp(id, again);
                    Skipped?.Invoke(again.Item, id);
                    continue;
                }
                used++;
                inFlight[id] = again with { Counted = true };
                isOneAlone = alone > 0;
                next = new Outgoing<T>(again.Item, again.Qos, id, Duplicate: true);
                return true;
            }
        }
        while (resend.Count == 0 && queue.TryPeek(out var head))
        {
            if (hold?.Invoke(head.Item) == true)
                break;
            if (skip?.Invoke(head.Item, false) != true)
                return TrySend(head, out next);
            Forget(queue.Dequeue());
            Skipped?.Invoke(head.Item, head.Id);
        }
        return false;
    }

    /// <summary>The one publish over which the peer ended this connection, taken out; false when it may have been another one, or none.</summary>
    public bool TryTakeSuspect([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!isOneAlone || used != 1)
            return false;
        foreach (var (id, entry) in inFlight)
        {
            if (entry is not { Counted: true, State: FlightState.Sent })
                continue;
            GiveUp(id, entry);
            item = entry.Item;
            return true;
        }
        return false;
    }

    /// <summary>An identifier for SUBSCRIBE and UNSUBSCRIBE, which share the space with publishes; false when all 65,535 are in use.</summary>
    public bool TryReserve(out ushort id)
    {
        var found = TryFindId(out id);
        if (found)
            inFlight[id] = InFlight.Kept(FlightState.Reserved);
        return found;
    }

    /// <summary>Gives a reserved identifier back; false when it was not reserved.</summary>
    public bool Release(ushort id) => inFlight.TryGetValue(id, out var entry) && entry.State == FlightState.Reserved && inFlight.Remove(id);

    /// <summary>PUBACK came; true with the publish that is done, false when the identifier is unknown.</summary>
    /// <exception cref="MqttException">It answers something other than a QoS 1 publish.</exception>
    public bool OnPubAck(ushort id, [MaybeNullWhen(false)] out T item) => TryFinish(id, QualityOfService.AtLeastOnce, FlightState.Sent, out item);

    /// <summary>PUBREC with success came; false when the identifier is unknown. Either way PUBREL follows.</summary>
    /// <exception cref="MqttException">It answers something other than a QoS 2 publish.</exception>
    public bool OnPubRec(ushort id)
    {
        if (!inFlight.TryGetValue(id, out var entry))
            return false;
        Check(id, entry, QualityOfService.ExactlyOnce, FlightState.Sent, FlightState.Released);
        inFlight[id] = entry with { State = FlightState.Released };
        return true;
    }

    /// <summary>PUBREC with a failure came: the publish ends here (section 4.3.3).</summary>
    public bool OnPubRecFailure(ushort id, [MaybeNullWhen(false)] out T item) => TryFinish(id, QualityOfService.ExactlyOnce, FlightState.Sent, out item);

    /// <summary>PUBCOMP came.</summary>
    public bool OnPubComp(ushort id, [MaybeNullWhen(false)] out T item) => TryFinish(id, QualityOfService.ExactlyOnce, FlightState.Released, out item);

    /// <summary>A new connection of the session: what was sent goes again, in its order [MQTT-4.4.0-1] [MQTT-4.6.0-1].</summary>
    /// <param name="receiveMaximum">The peer's, new with every connection.</param>
    /// <returns>Identifiers whose PUBREL goes again.</returns>
    public IReadOnlyList<ushort> Resume(int receiveMaximum)
    {
        (limit, used) = (receiveMaximum, 0);
        resend.Clear();
        var released = new List<ushort>();
        foreach (var (id, entry) in inFlight.OrderBy(pair => pair.Value.Order).ToArray())
        {
            inFlight[id] = entry with { Counted = false };
            if (entry.State == FlightState.Sent)
                resend.Enqueue(id);
            else if (entry.State == FlightState.Released)
                released.Add(id);
        }
        (alone, isOneAlone) = (IsCareful ? resend.Count : 0, false);
        return released;
    }

    /// <summary>A new connection whose peer knows nothing of the session: what was sent and not acknowledged goes as new, before what waits.</summary>
    /// <param name="receiveMaximum">The peer's.</param>
    /// <returns>Publishes of QoS 2 between PUBREC and PUBCOMP, which are out of the window: nobody can tell any more what became of them.</returns>
    public IReadOnlyList<T> Restart(int receiveMaximum)
    {
        var waiting = queue.ToArray();
        queue.Clear();
        resend.Clear();
        (limit, used) = (receiveMaximum, 0);
        var unknown = new List<T>();
        foreach (var (id, entry) in inFlight.Where(pair => IsPublish(pair.Value) || pair.Value.State == FlightState.GivenUp).OrderBy(pair => pair.Value.Order).ToArray())
        {
            if (entry.State == FlightState.GivenUp)
            {
                inFlight.Remove(id);
                continue;
            }
            if (entry.State == FlightState.Sent)
            {
                queue.Enqueue(new Queued(entry.Item, entry.Qos, entry.Bytes, id));
                inFlight[id] = InFlight.Kept(FlightState.Waiting);
                continue;
            }
            inFlight.Remove(id);
            Bytes -= entry.Bytes;
            unknown.Add(entry.Item);
        }
        (alone, isOneAlone) = (IsCareful ? queue.Count : 0, false);
        foreach (var queued in waiting)
            queue.Enqueue(queued);
        return unknown;
    }

    /// <summary>Takes everything out: the session is over.</summary>
    public IReadOnlyList<T> Drain()
    {
        var items = inFlight.Values.Where(IsPublish).OrderBy(entry => entry.Order).Select(entry => entry.Item)
            .Concat(queue.Select(entry => entry.Item)).ToArray();
        queue.Clear();
        inFlight.Clear();
        resend.Clear();
        (used, Bytes) = (0, 0);
        return items;
    }

    private bool TrySend(in Queued head, out Outgoing<T> next)
    {
        var (item, qos, bytes, id) = head;
        next = default;
        if (qos != QualityOfService.AtMostOnce)
        {
            if (used >= limit || (id == 0 && !TryFindId(out id)))
                return false;
            used++;
            inFlight[id] = new InFlight(item, qos, bytes, FlightState.Sent, order++, true);
            isOneAlone = alone > 0;
        }
        else
        {
            Bytes -= bytes;
        }
        queue.Dequeue();
        next = new Outgoing<T>(item, qos, id, Duplicate: false);
        return true;
    }

    private bool MustWait()
    {
        if (alone == 0)
            return false;
        if (used > 0)
            return true;
        alone -= isOneAlone ? 1 : 0;
        isOneAlone = false;
        IsCareful = alone > 0;
        return false;
    }

    // The identifier of a QoS 2 publish stays out of use: the peer may hold it, and would take the next publish that has it for this one.
    private void GiveUp(ushort id, in InFlight entry)
    {
        Bytes -= entry.Bytes;
        used -= entry.Counted ? 1 : 0;
        if (entry.Qos == QualityOfService.ExactlyOnce)
            inFlight[id] = InFlight.Kept(FlightState.GivenUp);
        else
            inFlight.Remove(id);
    }

    private void Forget(in Queued waiting)
    {
        Bytes -= waiting.Bytes;
        if (waiting.Id != 0)
            inFlight.Remove(waiting.Id);
    }

    private static bool IsPublish(InFlight entry) => entry.State is FlightState.Sent or FlightState.Released;

    private bool TryFindId(out ushort id)
    {
        id = 0;
        if (inFlight.Count == ushort.MaxValue)
            return false;
        do
            lastId = lastId == ushort.MaxValue ? (ushort)1 : (ushort)(lastId + 1);
        while (inFlight.ContainsKey(lastId));
        id = lastId;
        return true;
    }

    private bool TryFinish(ushort id, QualityOfService qos, FlightState state, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!inFlight.TryGetValue(id, out var entry))
            return false;
        Check(id, entry, qos, state, state);
        inFlight.Remove(id);
        Bytes -= entry.Bytes;
        used -= entry.Counted ? 1 : 0;
        item = entry.Item;
        return true;
    }

    private static void Check(ushort id, in InFlight entry, QualityOfService qos, FlightState state, FlightState orState)
    {
        if (entry.Qos != qos || (entry.State != state && entry.State != orState))
            throw MqttException.Protocol($"packet identifier {id}, {entry.Qos} and {entry.State}, got the answer for {qos} and {state}");
    }

    private enum FlightState : byte
    {
        Sent,
        Released,
        Reserved,
        Waiting,
        GivenUp,
    }

    private readonly record struct Queued(T Item, QualityOfService Qos, int Bytes, ushort Id);

    private readonly record struct InFlight(T Item, QualityOfService Qos, int Bytes, FlightState State, long Order, bool Counted)
    {
        public static InFlight Kept(FlightState state) => new(default!, default, 0, state, 0, false);
    }
}
