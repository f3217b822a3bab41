using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>A session's subscription to one filter.</summary>
/// <param name="Session">Whose.</param>
/// <param name="Request">As it was asked for, with the whole filter.</param>
/// <param name="Id">Its identifier, 0 for none.</param>
/// <param name="Filter">What topics are matched with: the filter without <c>$share/group/</c>.</param>
internal sealed record Subscription(ServerSession Session, SubscriptionRequest Request, uint Id, SharedFilter Filter)
{
    /// <summary>Its identifier as a delivery carries it.</summary>
    public uint[]? Ids { get; } = Id == 0 ? null : [Id];
}
