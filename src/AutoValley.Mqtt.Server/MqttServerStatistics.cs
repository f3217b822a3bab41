namespace AutoValley.Mqtt.Server;

/// <summary>Counters since start; each grows only. Read at any time from any thread.</summary>
public sealed class MqttServerStatistics
{
    private readonly long[] refusals = new long[256];
    private long accepted;
    private long received;
    private long receivedBytes;
    private long sent;
    private long droppedFull;
    private long droppedExpired;
    private long droppedTooLarge;

    /// <summary>Connections that got CONNACK with success.</summary>
    public long ConnectionsAccepted => Interlocked.Read(ref accepted);

    /// <summary>Publishes from clients.</summary>
    public long PublishesReceived => Interlocked.Read(ref received);

    /// <summary>Bytes of their payloads.</summary>
    public long PayloadBytesReceived => Interlocked.Read(ref receivedBytes);

    /// <summary>Publishes written to subscribers.</summary>
    public long PublishesSent => Interlocked.Read(ref sent);

    /// <summary>Publishes that a subscriber did not get because its queue was full.</summary>
    public long DroppedQueueFull => Interlocked.Read(ref droppedFull);

    /// <summary>Publishes that expired while they waited for a subscriber.</summary>
    public long DroppedExpired => Interlocked.Read(ref droppedExpired);

    /// <summary>Publishes larger than their subscriber takes.</summary>
    public long DroppedTooLarge => Interlocked.Read(ref droppedTooLarge);

    /// <summary>Failures by the code that was answered, in CONNACK, PUBACK, PUBREC, SUBACK or DISCONNECT.</summary>
    public long Refused(MqttReasonCode reason) => Interlocked.Read(ref refusals[(byte)reason]);

    /// <summary>The codes that were answered so far, with their counts.</summary>
    public IEnumerable<(MqttReasonCode Reason, long Count)> Refusals() =>
        Enumerable.Range(0, refusals.Length).Select(code => ((MqttReasonCode)code, Refused((MqttReasonCode)code))).Where(entry => entry.Item2 > 0);

    internal void CountAccepted() => Interlocked.Increment(ref accepted);

    internal void CountReceived(int bytes)
    {
        Interlocked.Increment(ref received);
        Interlocked.Add(ref receivedBytes, bytes);
    }

    internal void CountSent() => Interlocked.Increment(ref sent);

    internal long CountDroppedFull() => Interlocked.Increment(ref droppedFull);

    internal void CountDroppedExpired() => Interlocked.Increment(ref droppedExpired);

    internal void CountDroppedTooLarge() => Interlocked.Increment(ref droppedTooLarge);

    internal void CountRefused(MqttReasonCode reason) => Interlocked.Increment(ref refusals[(byte)reason]);
}
