namespace AutoValley.Mqtt.Server.Sessions;

/// <summary>A session for a new connection.</summary>
/// <param name="Session">The session.</param>
/// <param name="Present">It was kept from before.</param>
/// <param name="Ticket">The store's change that has to be durable before CONNACK; 0 is none.</param>
internal readonly record struct OpenedSession(ServerSession Session, bool Present, long Ticket);
