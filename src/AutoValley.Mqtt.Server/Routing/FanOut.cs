using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>Brings accepted publishes to their subscribers' queues, and never waits for one.</summary>
internal sealed class FanOut(SubscriptionTree subscriptions, RetainedStore retained, TimeProvider clock)
{
    /// <summary>Queues a publish for every subscriber, and keeps it if it is retained.</summary>
    /// <param name="encoded">What; held by the caller.</param>
    /// <param name="from">Whose it is, null for the server's own.</param>
    /// <param name="wakes">Gets the subscribers that have something to write now.</param>
    /// <returns>The store's ticket that has to be durable before the publisher is answered; 0 for none.</returns>
    public long Publish(EncodedPublish encoded, ServerSession? from, WakeList wakes)
    {
        var publish = encoded.Publish;
        var route = subscriptions.Match(publish.Topic);
        if (route.IsEmpty && !publish.Retain)
            return 0;
        var delivery = new Delivery(encoded, clock.GetUtcNow() + publish.MessageExpiry, publish.Retain, SubscriptionIds: null);
        long last = 0;
        if (publish.Retain)
            last = retained.Set(encoded, delivery.ExpiresAt);
        foreach (var subscriber in route.Subscribers)
        {
            // [MQTT-3.8.3-3] Not to the publisher itself, if its subscription says so.
            if (!(subscriber.NoLocal && ReferenceEquals(subscriber.Session, from)))
                last = Math.Max(last, Deliver(subscriber, delivery, wakes));
        }
        foreach (var group in route.Groups)
            last = Math.Max(last, Deliver(group, delivery, publish.Qos, wakes));
        return last;
    }

    /// <summary>Queues what is retained under a filter for a new subscription.</summary>
    public void SendRetained(Subscription subscription, WakeList wakes)
    {
        foreach (var delivery in retained.Match(subscription.Request.Filter))
        {
            var publish = delivery.Encoded.Publish;
            var qos = subscription.Request.Qos < publish.Qos ? subscription.Request.Qos : publish.Qos;
            subscription.Session.Deliver(delivery with { SubscriptionIds = subscription.Ids }, qos, wakes);
        }
    }

    /// <summary>A session went away: what it had through shared subscriptions goes to other members.</summary>
    /// <param name="session">Which.</param>
    /// <param name="ended">It does not come back; else only what somebody can take right now is taken from it.</param>
    public static void PassOn(ServerSession session, bool ended)
    {
        var wakes = new WakeList();
        foreach (var (delivery, qos, id) in session.TakeBack(delivery => delivery.Group is { } group && (ended || group.HasOtherConnected(session))))
        {
            Deliver(delivery.Group!, delivery with { Ticket = 0 }, qos, wakes);
            delivery.Release();
            session.Forget(id);
        }
        wakes.Flush();
    }

    private static long Deliver(in Subscriber subscriber, in Delivery delivery, WakeList wakes)
    {
        var publish = delivery.Encoded.Publish;
        // [MQTT-3.3.1-12] [MQTT-3.3.1-13] The flag is the publisher's only for who asked for that; [MQTT-3.8.4-8] the lower QoS.
        var qos = subscriber.Qos < publish.Qos ? subscriber.Qos : publish.Qos;
        return subscriber.Session.Deliver(
            delivery with { Retain = delivery.Retain && subscriber.RetainAsPublished, SubscriptionIds = subscriber.Ids }, qos, wakes);
    }

    private static long Deliver(ShareGroup group, in Delivery delivery, QualityOfService qos, WakeList wakes)
    {
        if (group.Deliver(delivery, qos, wakes) is { } ticket)
            return ticket;
        group.CountDropped();
        return 0;
    }
}
