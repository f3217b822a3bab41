using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>A session that gets publishes of a topic, its overlapping subscriptions taken together (MQTT 5.0 section 3.3.4).</summary>
/// <param name="Session">Who.</param>
/// <param name="Qos">The highest granted [MQTT-3.3.4-2].</param>
/// <param name="RetainAsPublished">One of them asks for the publisher's flag.</param>
/// <param name="NoLocal">All of them leave out the session's own publishes [MQTT-3.8.3-3].</param>
/// <param name="Ids">All identifiers [MQTT-3.3.4-4], null for none.</param>
internal readonly record struct Subscriber(ServerSession Session, QualityOfService Qos, bool RetainAsPublished, bool NoLocal, uint[]? Ids)
{
    public static Subscriber Of(IGrouping<ServerSession, Subscription> subscriptions)
    {
        var requests = subscriptions.Select(subscription => subscription.Request);
        var ids = subscriptions.Where(subscription => subscription.Id != 0).Select(subscription => subscription.Id).ToArray();
        return new Subscriber(
            subscriptions.Key,
            requests.Max(request => request.Qos),
            requests.Any(request => request.RetainAsPublished),
            requests.All(request => request.NoLocal),
            ids.Length == 0 ? null : ids);
    }
}
