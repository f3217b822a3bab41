using System.Globalization;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Storing;

namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>
/// The Wills in the store, where there is one: each from CONNECT until it is published or not needed any more, so that a killed server publishes it after its
/// restart [MQTT-3.1.2-7].
/// </summary>
internal sealed class WillFile(StoreWriter? store)
{
    private long lastNumber;

    /// <summary>A connection's Will.</summary>
    public PendingWill New(MqttSessionInfo client, ConnectWill will) => new(client, will, Interlocked.Increment(ref lastNumber));

    /// <summary>Its client is about to be connected.</summary>
    /// <returns>The store's ticket that has to be durable before CONNACK; 0 for none.</returns>
    public long Keep(PendingWill will) => Put(will, null);

    /// <summary>Its connection is lost: it is due at a time, unless the client is back before.</summary>
    public void Wait(PendingWill will, DateTimeOffset due) => Put(will, due);

    /// <summary>It is published, refused, or not needed any more.</summary>
    public void Forget(PendingWill will) => store?.Append(new MqttStoreChange(MqttStoreKind.Will, will.Client.ClientId, Item(will), null));

    /// <summary>Publishes it, so that a crash leaves either the Will or all that the publish brought about.</summary>
    public void Settle(PendingWill will, Action publish)
    {
        if (store is null)
        {
            publish();
            return;
        }
        store.Together(() =>
        {
            publish();
            Forget(will);
            return 0;
        });
    }

    /// <summary>Reads what an earlier life of the process kept.</summary>
    /// <exception cref="MqttException">The row was not written here.</exception>
    public StoredWill Restore(MqttStoreEntry row)
    {
        var number = long.Parse(row.Item, CultureInfo.InvariantCulture);
        lastNumber = Math.Max(lastNumber, number);
        return StoredWill.Read(row.Owner, number, row.Value);
    }

    private static string Item(PendingWill will) => will.Number.ToString(CultureInfo.InvariantCulture);

    private long Put(PendingWill will, DateTimeOffset? due) =>
        store?.Append(new MqttStoreChange(MqttStoreKind.Will, will.Client.ClientId, Item(will), new StoredWill(will, due).Write())) ?? 0;
}
