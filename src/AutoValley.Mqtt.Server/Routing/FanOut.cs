using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>Brings accepted publishes to their subscribers' queues, and never waits for one.</summary>
internal sealed class FanOut(SubscriptionTree subscriptions, RetainedStore retained, TimeProvider clock)
{
    /// <summary>Queues a publish for every subscriber, and keeps it if it is retained.</summary>
    /// <param name="publish">What.</param>
    /// <param name="from">Whose it is, null for the server's own.</param>
    /// <param name="wakes">Gets the subscribers that have something to write now.</param>
    public void Publish(MqttPublish publish, ServerSession? from, WakeList wakes)
    {
        var subscribers = subscriptions.Match(publish.Topic);
        if (subscribers.Length == 0 && !publish.Retain)
            return;
        var encoded = new EncodedPublish(publish);
        var expiresAt = clock.GetUtcNow() + publish.MessageExpiry;
        if (publish.Retain)
            retained.Set(encoded, expiresAt);
        foreach (var subscriber in subscribers)
        {
            if (subscriber.NoLocal && ReferenceEquals(subscriber.Session, from))
                continue;
            var delivery = new Delivery(encoded, expiresAt, publish.Retain && subscriber.RetainAsPublished, subscriber.Ids);
            var qos = subscriber.Qos < publish.Qos ? subscriber.Qos : publish.Qos;
            if (subscriber.Session.Deliver(delivery, qos) is { } outbox)
                wakes.Add(outbox);
        }
    }

    /// <summary>Queues what is retained under a filter for a new subscription.</summary>
    public void SendRetained(Subscription subscription)
    {
        uint[]? ids = subscription.Id == 0 ? null : [subscription.Id];
        foreach (var delivery in retained.Match(subscription.Request.Filter))
        {
            var publish = delivery.Encoded.Publish;
            var qos = subscription.Request.Qos < publish.Qos ? subscription.Request.Qos : publish.Qos;
            subscription.Session.Deliver(delivery with { SubscriptionIds = ids }, qos);
        }
    }
}
