using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>A session's subscription to one filter.</summary>
internal sealed record Subscription(ServerSession Session, SubscriptionRequest Request, uint Id);
