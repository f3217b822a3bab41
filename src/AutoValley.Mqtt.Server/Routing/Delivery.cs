using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>One publish for one subscriber; the encoded part is shared by all of them.</summary>
/// <param name="Encoded">Topic, properties, payload, held by the window that it is in; null (by default) of a publish that has only its PUBREL left since an earlier life of the process.</param>
/// <param name="ExpiresAt">When it is not worth sending any more.</param>
/// <param name="Retain">The flag that this subscriber sees.</param>
/// <param name="SubscriptionIds">The subscriber's own identifiers, null for none.</param>
internal readonly record struct Delivery(EncodedPublish Encoded, DateTimeOffset? ExpiresAt, bool Retain, uint[]? SubscriptionIds)
{
    /// <summary>What a waiting delivery costs besides its bytes, roughly: the queue's entry.</summary>
    private const int Overhead = 100;

    /// <summary>The group that it was for, when it came through a shared subscription: another member may get it.</summary>
    public ShareGroup? Group { get; init; }

    /// <summary>The store's change that has to be durable before it is sent; 0 is none.</summary>
    public long Ticket { get; init; }

    /// <summary>It is in no window any more.</summary>
    public void Release() => Encoded?.Release();

    /// <summary>What it counts against the subscriber's limit.</summary>
    public int Bytes => Encoded.Bytes + Overhead;
}
