using System.Collections.Concurrent;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>The last retained publish of each topic (MQTT 5.0 section 3.3.1.3), in memory.</summary>
internal sealed class RetainedStore(MqttServerOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Delivery> kept = new(StringComparer.Ordinal);
    private readonly Lock sync = new();
    private long bytes;

    /// <summary>Topics with a retained publish.</summary>
    public int Count => kept.Count;

    /// <summary>Whether a publish would fit.</summary>
    public bool HasRoomFor(MqttPublish publish) => publish.Payload.IsEmpty || (kept.Count < options.MaximumRetained || kept.ContainsKey(publish.Topic))
        && Interlocked.Read(ref bytes) + publish.Payload.Length <= options.MaximumRetainedBytes;

    /// <summary>Keeps it in the place of the topic's last one [MQTT-3.3.1-5]; an empty payload only removes that [MQTT-3.3.1-6].</summary>
    public void Set(EncodedPublish encoded, DateTimeOffset? expiresAt)
    {
        var topic = encoded.Publish.Topic;
        lock (sync)
        {
            if (kept.TryRemove(topic, out var old))
                bytes -= old.Bytes;
            if (encoded.Publish.Payload.IsEmpty)
                return;
            var delivery = new Delivery(encoded, expiresAt, Retain: true, SubscriptionIds: null);
            kept[topic] = delivery;
            bytes += delivery.Bytes;
        }
    }

    /// <summary>What a new subscription to a filter gets.</summary>
    public IEnumerable<Delivery> Match(string filter)
    {
        if (!filter.AsSpan().ContainsAny('+', '#'))
            return kept.TryGetValue(filter, out var one) && IsAlive(one) ? [one] : [];
        return kept.Values.Where(delivery => IsAlive(delivery) && TopicRules.Matches(filter, delivery.Encoded.Publish.Topic));
    }

    private bool IsAlive(Delivery delivery)
    {
        if (delivery.ExpiresAt is not { } end || clock.GetUtcNow() < end)
            return true;
        lock (sync)
        {
            if (kept.TryRemove(new KeyValuePair<string, Delivery>(delivery.Encoded.Publish.Topic, delivery)))
                bytes -= delivery.Bytes;
        }
        return false;
    }
}
