using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>Subscribers' writers to wake once a burst of publishes is through, instead of once a publish. One user at a time.</summary>
internal sealed class WakeList
{
    /// <summary>Entries before they are woken in the middle of a burst.</summary>
    private const int Capacity = 256;

    private readonly List<Outbox<Delivery>> outboxes = [];

    /// <summary>Remembers one.</summary>
    public void Add(Outbox<Delivery> outbox)
    {
        if (outboxes.Count > 0 && ReferenceEquals(outboxes[^1], outbox))
            return;
        outboxes.Add(outbox);
        if (outboxes.Count >= Capacity)
            Flush();
    }

    /// <summary>Wakes all.</summary>
    public void Flush()
    {
        foreach (var outbox in outboxes)
            outbox.Wake();
        outboxes.Clear();
    }
}
