namespace AutoValley.Mqtt.Server.Routing;

/// <summary>Who gets publishes of a topic.</summary>
/// <param name="Subscribers">All of these.</param>
/// <param name="Groups">One member of each of these.</param>
internal sealed record Route(Subscriber[] Subscribers, ShareGroup[] Groups)
{
    /// <summary>Nobody.</summary>
    public bool IsEmpty => Subscribers.Length == 0 && Groups.Length == 0;
}
