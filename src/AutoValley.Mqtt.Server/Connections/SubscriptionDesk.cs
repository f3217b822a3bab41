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
    /// <returns>SUBACK.</returns>
    public SubAckPacket Subscribe(SubscribePacket packet, out List<Subscription> fresh)
    {
        fresh = [];
        var reasons = new MqttReasonCode[packet.Requests.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            var request = packet.Requests[i];
            reasons[i] = Check(request.Filter);
            if (reasons[i].IsFailure())
            {
                server.Statistics.CountRefused(reasons[i]);
                continue;
            }
            reasons[i] = (MqttReasonCode)request.Qos;
            var subscription = new Subscription(session, request, packet.SubscriptionId);
            if (Add(subscription))
                fresh.Add(subscription);
        }
        return new SubAckPacket(PacketType.SubAck, packet.PacketId, reasons);
    }

    /// <summary>Queues the retained publishes.</summary>
    public void SendRetained(List<Subscription> fresh)
    {
        foreach (var subscription in fresh)
            server.FanOut.SendRetained(subscription);
    }

    /// <summary>Ends subscriptions.</summary>
    /// <returns>UNSUBACK.</returns>
    public SubAckPacket Unsubscribe(UnsubscribePacket packet)
    {
        var reasons = new MqttReasonCode[packet.Filters.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            var known = session.Subscriptions.Remove(packet.Filters[i]);
            if (known)
                server.Subscriptions.Remove(session, packet.Filters[i]);
            reasons[i] = known ? MqttReasonCode.Success : MqttReasonCode.NoSubscriptionExisted;
        }
        return new SubAckPacket(PacketType.UnsubAck, packet.PacketId, reasons);
    }

    private MqttReasonCode Check(string filter)
    {
        if (!TopicRules.IsFilter(filter) || !TopicLimits.Allow(filter, server.Options))
            return MqttReasonCode.TopicFilterInvalid;
        if (filter.StartsWith(TopicRules.SharedPrefix, StringComparison.Ordinal))
            return MqttReasonCode.SharedSubscriptionsNotSupported;
        if (session.Subscriptions.Count >= server.Options.MaximumSubscriptions && !session.Subscriptions.ContainsKey(filter))
            return MqttReasonCode.QuotaExceeded;
        return server.Handler.MaySubscribe(client, filter) ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;
    }

    // [MQTT-3.8.4-3] The same filter again replaces the subscription.
    private bool Add(Subscription subscription)
    {
        var request = subscription.Request;
        var isNew = !session.Subscriptions.ContainsKey(request.Filter);
        session.Subscriptions[request.Filter] = subscription;
        server.Subscriptions.Set(subscription);
        // [MQTT-3.3.1-9] [MQTT-3.3.1-10] [MQTT-3.3.1-11]
        return request.RetainHandling == RetainHandling.Always || (request.RetainHandling == RetainHandling.IfNew && isNew);
    }
}
