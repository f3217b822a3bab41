using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>What became of the publishes so far. Safe for concurrent use.</summary>
internal sealed class MqttStatistics(string source, ILogger logger)
{
    private static readonly (MqttFault, string)[] Names =
    [
        (MqttFault.Interruption, "interruptions"), (MqttFault.Payload, "payloads refused"), (MqttFault.Topic, "topics refused"),
        (MqttFault.Signal, "signals refused"), (MqttFault.Retained, "retained without a time"),
        (MqttFault.Unborn, "payloads without a birth"),
    ];

    private long publishes;
    private long duplicates;
    private long connections;
    private long dropped;
    private long lost;
    private long deaths;

    /// <summary>What was not taken.</summary>
    public FaultCounts<MqttFault> Faults { get; } = new(source, Names, logger);

    /// <summary>Publishes whose samples were taken.</summary>
    public long Publishes => Interlocked.Read(ref publishes);

    /// <summary>For the agent's status.</summary>
    /// <param name="dropping">What the client of this connection dropped.</param>
    public IReadOnlyList<SourceCount> Counts(long dropping) =>
    [
        new("publishes", Publishes), new("publishes sent again", Interlocked.Read(ref duplicates)), new("connections", Interlocked.Read(ref connections)),
        new("publishes dropped", Interlocked.Read(ref dropped) + dropping, IsGap: true),
        .. Sparkplug, .. Faults.Counts,
    ];

    private IEnumerable<SourceCount> Sparkplug =>
        new SourceCount[] { new("messages lost", Interlocked.Read(ref lost), IsGap: true), new("deaths", Interlocked.Read(ref deaths)) }.Where(count => count.Count > 0);

    /// <summary>Sparkplug messages that are missing by their numbers.</summary>
    public void LostMessages(int count) => Interlocked.Add(ref lost, count);

    /// <summary>A Sparkplug node or device went offline.</summary>
    public void Died() => Interlocked.Increment(ref deaths);

    public void Took(bool isDuplicate)
    {
        Interlocked.Increment(ref publishes);
        if (isDuplicate)
            Interlocked.Increment(ref duplicates);
    }

    /// <summary>Publishes of QoS 0 that the clients of earlier connections dropped because the agent was behind.</summary>
    public void Dropped(long count) => Interlocked.Add(ref dropped, count);

    /// <summary>A connection stands.</summary>
    /// <param name="isWhole">Whether the broker kept what came since the one before.</param>
    public void Connected(bool isWhole)
    {
        if (Interlocked.Increment(ref connections) > 1 && !isWhole)
            Faults.Add(MqttFault.Interruption, "the connection was lost; what was published meanwhile, and not kept by the broker, is missing");
    }
}
