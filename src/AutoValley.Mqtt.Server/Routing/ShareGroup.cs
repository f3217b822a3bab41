using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>
/// The sessions of one shared subscription (MQTT 5.0 section 4.8.2): each publish goes to one of them, in turn. Members that are connected come first; a publish
/// of QoS 1 or 2 waits with one that is away when nobody is there.
/// </summary>
/// <param name="name">The whole filter, <c>$share/{group}/{filter}</c>.</param>
internal sealed class ShareGroup(string name)
{
    private volatile Subscription[] members = [];
    private uint turn;

    /// <summary>The whole filter.</summary>
    public string Name => name;

    public bool IsEmpty => members.Length == 0;

    /// <summary>Adds or replaces a member; one caller at a time.</summary>
    public void Set(Subscription subscription) => members = [.. Without(subscription.Session), subscription];

    /// <summary>Removes a member; one caller at a time.</summary>
    public void Remove(ServerSession session) => members = [.. Without(session)];

    /// <summary>Whether somebody else could take over right now.</summary>
    public bool HasOtherConnected(ServerSession than)
    {
        foreach (var member in members)
        {
            if (!ReferenceEquals(member.Session, than) && member.Session.IsConnected)
                return true;
        }
        return false;
    }

    /// <summary>Queues a publish for one member.</summary>
    /// <param name="template">What, as it was published.</param>
    /// <param name="publishedQos">The publisher's QoS.</param>
    /// <param name="wakes">Gets the member's outbox.</param>
    /// <returns>The store's ticket, 0 for none; null when no member could take it.</returns>
    public long? Deliver(in Delivery template, QualityOfService publishedQos, WakeList wakes)
    {
        var all = members;
        var first = Interlocked.Increment(ref turn);
        foreach (var wantConnected in (ReadOnlySpan<bool>)[true, false])
        {
            for (uint i = 0; i < all.Length; i++)
            {
                var member = all[(first + i) % (uint)all.Length];
                if (member.Session.IsConnected != wantConnected)
                    continue;
                var delivery = template with { Group = this, SubscriptionIds = member.Ids, Retain = template.Retain && member.Request.RetainAsPublished };
                // [MQTT-4.8.2-3] The member's granted QoS.
                var qos = member.Request.Qos < publishedQos ? member.Request.Qos : publishedQos;
                if (member.Session.TryDeliver(delivery, qos, wakes, out var ticket))
                    return ticket;
            }
        }
        return null;
    }

    /// <summary>Counts a publish that no member could take, with one of them.</summary>
    public void CountDropped()
    {
        if (members is [var any, ..])
            any.Session.CountDropped();
    }

    private IEnumerable<Subscription> Without(ServerSession session) => members.Where(member => !ReferenceEquals(member.Session, session));
}
