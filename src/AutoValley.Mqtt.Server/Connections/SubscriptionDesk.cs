using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>SUBSCRIBE and UNSUBSCRIBE of one session: checked, granted filter by filter, answered.</summary>
internal sealed class SubscriptionDesk(MqttServer server, ServerSession session, MqttSessionInfo client)
{
    /// <summary>Grants what may be granted.</summary>
    /// <param name="packet">The requests.</param>
    /// <param name="fresh">Subscriptions that are to get retained publishes.</param>
    /// <param name="ticket">The store's change that has to be durable before the answer goes; 0 is none.</param>
    /// <returns>SUBACK.</returns>
    public SubAckPacket Subscribe(SubscribePacket packet, out List<Subscription> fresh, out long ticket)
    {
        (fresh, ticket) = ([], 0);
        var reasons = new MqttReasonCode[packet.Requests.Count];
        string? text = null;
        for (var i = 0; i < reasons.Length; i++)
        {
            var request = packet.Requests[i];
            reasons[i] = Check(request, out var filter);
            if (reasons[i].IsFailure())
            {
                server.Statistics.CountRefused(reasons[i]);
                text ??= Explain(request.Filter, reasons[i]);
                continue;
            }
            reasons[i] = (MqttReasonCode)request.Qos;
            var subscription = new Subscription(session, request, packet.SubscriptionId, filter);
            if (Add(subscription))
                fresh.Add(subscription);
            ticket = session.File?.Subscribe(subscription) ?? ticket;
        }
        return new SubAckPacket(PacketType.SubAck, packet.PacketId, reasons, text);
    }

    /// <summary>Queues the retained publishes.</summary>
    /// <param name="fresh">For whom.</param>
    /// <param name="wakes">Gets who has something to write now.</param>
    public void SendRetained(List<Subscription> fresh, WakeList wakes)
    {
        foreach (var subscription in fresh)
            server.FanOut.SendRetained(subscription, wakes);
    }

    /// <summary>Ends subscriptions.</summary>
    /// <param name="packet">Which.</param>
    /// <param name="ticket">The store's change that has to be durable before the answer goes; 0 is none.</param>
    /// <returns>UNSUBACK.</returns>
    public SubAckPacket Unsubscribe(UnsubscribePacket packet, out long ticket)
    {
        ticket = 0;
        var reasons = new MqttReasonCode[packet.Filters.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            var known = session.Unsubscribe(packet.Filters[i]);
            if (known)
                ticket = session.File?.Unsubscribe(packet.Filters[i]) ?? 0;
            reasons[i] = known ? MqttReasonCode.Success : MqttReasonCode.NoSubscriptionExisted;
        }
        return new SubAckPacket(PacketType.UnsubAck, packet.PacketId, reasons);
    }

    private MqttReasonCode Check(SubscriptionRequest request, out SharedFilter parsed)
    {
        var filter = request.Filter;
        if (!SharedFilter.TryParse(filter, out parsed) || !TopicLimits.Allow(filter, server.Options))
            return MqttReasonCode.TopicFilterInvalid;
        // [MQTT-3.8.3-4] A member of a group cannot leave its own publishes out.
        if (parsed.Group is not null && request.NoLocal)
            throw MqttException.Protocol($"Subscribe packet: no local on the shared subscription {filter}");
        if (session.Subscriptions.Count >= server.Options.MaximumSubscriptions && !session.Subscriptions.ContainsKey(filter))
            return MqttReasonCode.QuotaExceeded;
        return server.Handler.MaySubscribe(client, parsed.Topics) ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;
    }

    private string? Explain(string filter, MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.QuotaExceeded => $"{server.Options.MaximumSubscriptions} subscriptions are allowed",
        MqttReasonCode.TopicFilterInvalid when !TopicLimits.Allow(filter, server.Options) => TopicLimits.Of(server.Options),
        MqttReasonCode.TopicFilterInvalid => $"{filter} is no topic filter",
        _ => server.Handler.Explain(client, filter, reason),
    };

    // [MQTT-3.8.4-3] The same filter again replaces the subscription.
    private bool Add(Subscription subscription)
    {
        var request = subscription.Request;
        var isNew = session.Subscribe(subscription);
        // Section 4.8.2: a shared subscription gets nothing retained.
        if (subscription.Filter.Group is not null)
            return false;
        // [MQTT-3.3.1-9] [MQTT-3.3.1-10] [MQTT-3.3.1-11]
        return request.RetainHandling == RetainHandling.Always || (request.RetainHandling == RetainHandling.IfNew && isNew);
    }
}
