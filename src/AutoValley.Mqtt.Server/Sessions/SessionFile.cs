using System.Globalization;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Storing;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>What of one session goes into the store; each change gives the ticket to wait for.</summary>
internal sealed class SessionFile(StoreWriter store, string clientId)
{
    // Publishes of this session so far, its order in the store; guarded by the session's lock.
    private long order;

    /// <summary>The session stands, connected, or waits for its client until a time.</summary>
    public long Keep(uint expirySeconds, DateTimeOffset? endsAt) =>
        Put(MqttStoreKind.Session, "", new StoredSession(expirySeconds, endsAt, order).Write());

    /// <summary>The session and all of it is over.</summary>
    public long End()
    {
        long last = 0;
        foreach (var kind in (ReadOnlySpan<MqttStoreKind>)[MqttStoreKind.Session, MqttStoreKind.Subscription, MqttStoreKind.Outgoing, MqttStoreKind.Incoming])
            last = store.Append(new MqttStoreChange(kind, clientId, null, null));
        return last;
    }

    public long Subscribe(Subscription subscription)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new SubscribePacket(1, subscription.Id, [subscription.Request]).Write(output, MqttProtocolVersion.V500);
        return Put(MqttStoreKind.Subscription, subscription.Request.Filter, output.WrittenSpan.ToArray());
    }

    public long Unsubscribe(string filter) => Delete(MqttStoreKind.Subscription, filter);

    /// <summary>A publish waits for the client under an identifier.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="delivery">What.</param>
    /// <param name="qos">How.</param>
    /// <param name="maySend">A connection is there that may send it as soon as it is durable.</param>
    public long Queue(ushort id, in Delivery delivery, QualityOfService qos, bool maySend) => Put(
        MqttStoreKind.Outgoing, Item(id), new StoredPublish(delivery, qos, order++, maySend, false, delivery.Group?.Name ?? "").Write(id));

    /// <summary>PUBREC came: only PUBREL is left to be sent.</summary>
    public long Release(ushort id) =>
        Put(MqttStoreKind.Outgoing, Item(id), new StoredPublish(default, QualityOfService.ExactlyOnce, order++, true, true, "").Write(id));

    /// <summary>The client has it, or will not get it.</summary>
    public long Done(ushort id) => Delete(MqttStoreKind.Outgoing, Item(id));

    /// <summary>A QoS 2 publish of the client was taken.</summary>
    public long Receive(ushort id) => Put(MqttStoreKind.Incoming, Item(id), []);

    /// <summary>It was released.</summary>
    public long Forget(ushort id) => Delete(MqttStoreKind.Incoming, Item(id));

    /// <summary>Goes on where an earlier life of the process ended.</summary>
    public void Restore(long nextOrder) => order = nextOrder;

    /// <summary>An item back to its identifier.</summary>
    public static ushort Id(string item) => ushort.Parse(item, CultureInfo.InvariantCulture);

    private static string Item(ushort id) => id.ToString(CultureInfo.InvariantCulture);

    private long Put(MqttStoreKind kind, string item, byte[] value) => store.Append(new MqttStoreChange(kind, clientId, item, value));

    private long Delete(MqttStoreKind kind, string item) => store.Append(new MqttStoreChange(kind, clientId, item, null));
}
