using System.Collections.Concurrent;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Storing;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>The last retained publish of each topic (MQTT 5.0 section 3.3.1.3), in memory, and in the store if there is one.</summary>
internal sealed class RetainedStore(MqttServerOptions options, TimeProvider clock, StoreWriter? store)
{
    private readonly ConcurrentDictionary<string, Delivery> kept = new(StringComparer.Ordinal);
    private readonly Lock sync = new();
    private long bytes;

    /// <summary>Topics with a retained publish.</summary>
    public int Count => kept.Count;

    /// <summary>Whether a publish would fit.</summary>
    public bool HasRoomFor(MqttPublish publish) => publish.Payload.IsEmpty || (kept.Count < options.MaximumRetained || kept.ContainsKey(publish.Topic))
        && Interlocked.Read(ref bytes) + publish.Payload.Length <= options.MaximumRetainedBytes;

    /// <summary>Keeps it in the place of the topic's last one [MQTT-3.3.1-5]; an empty payload only removes that [MQTT-3.3.1-6] [MQTT-3.3.1-7].</summary>
    /// <returns>The store's ticket, 0 for none.</returns>
    public long Set(EncodedPublish encoded, DateTimeOffset? expiresAt)
    {
        var topic = encoded.Publish.Topic;
        lock (sync)
        {
            var known = kept.TryRemove(topic, out var old);
            if (known)
                bytes -= old.Bytes;
            if (encoded.Publish.Payload.IsEmpty)
                return known ? Write(new MqttStoreChange(MqttStoreKind.Retained, topic, "", null)) : 0;
            // In memory of its own: it stays.
            var delivery = new Delivery(new EncodedPublish(encoded.Publish), expiresAt, Retain: true, SubscriptionIds: null);
            Keep(topic, delivery);
            return store is null || IsServersOwn(topic) ? 0 : Write(new MqttStoreChange(MqttStoreKind.Retained, topic, "", StoredPublish.Write(delivery, delivery.Encoded.Publish.Qos)));
        }
    }

    /// <summary>Takes in what an earlier life of the process kept.</summary>
    public void Restore(Delivery delivery)
    {
        lock (sync)
            Keep(delivery.Encoded.Publish.Topic, delivery);
    }

    /// <summary>What a new subscription to a filter gets.</summary>
    public IEnumerable<Delivery> Match(string filter)
    {
        if (!filter.AsSpan().ContainsAny('+', '#'))
            return kept.TryGetValue(filter, out var one) && IsAlive(one) ? [one] : [];
        return kept.Values.Where(delivery => IsAlive(delivery) && TopicRules.Matches(filter, delivery.Encoded.Publish.Topic));
    }

    private static bool IsServersOwn(string topic) => topic.StartsWith(SystemTopics.Prefix, StringComparison.Ordinal);

    private void Keep(string topic, in Delivery delivery)
    {
        kept[topic] = delivery;
        bytes += delivery.Bytes;
    }

    private long Write(in MqttStoreChange change) => store?.Append(change) ?? 0;

    private bool IsAlive(Delivery delivery)
    {
        if (delivery.ExpiresAt is not { } end || clock.GetUtcNow() < end)
            return true;
        lock (sync)
        {
            var topic = delivery.Encoded.Publish.Topic;
            if (kept.TryRemove(new KeyValuePair<string, Delivery>(topic, delivery)))
            {
                bytes -= delivery.Bytes;
                Write(new MqttStoreChange(MqttStoreKind.Retained, topic, "", null));
            }
        }
        return false;
    }
}
