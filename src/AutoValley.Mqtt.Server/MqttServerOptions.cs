namespace AutoValley.Mqtt.Server;

/// <summary>The endpoint's limits. Immutable. Each limit answers with the reason code that it names, and is counted under it in <see cref="MqttServerStatistics"/>.</summary>
public sealed record MqttServerOptions
{
    /// <summary>Connections at a time; one more is refused with QuotaExceeded. An idle one costs some 10 kilobytes.</summary>
    public int MaximumConnections { get; init; } = 10_000;

    /// <summary>Sessions, connected or kept; one more is refused with QuotaExceeded.</summary>
    public int MaximumSessions { get; init; } = 20_000;

    /// <summary>From the socket's first moment to a whole CONNECT, how long a take-over waits for the old connection to end (then ServerBusy), and a session for the store (ServerUnavailable).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to read the last packet of a connection that this side closes.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a client may hold the server up: with a packet that does not end, acknowledgements that do not come, bytes that it does not take. Its connection is closed
    /// with QuotaExceeded after one to two of these. Two minutes carry a packet of 4 MiB over 300 kbit/s.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The longest keep-alive of an MQTT 5 client, in whole seconds: one that asks for a longer one, or for none, is told this as Server Keep Alive. Zero leaves the
    /// client its own.
    /// </summary>
    public TimeSpan MaximumKeepAlive { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Connections of one client address (ConnectionRateExceeded); by default as many as there are, because a whole site may come through one gateway.</summary>
    public int MaximumConnectionsPerAddress { get; init; } = 10_000;

    /// <summary>Publishes a second of one connection, and as many in a burst; more close it with MessageRateTooHigh.</summary>
    public int MaximumPublishRate { get; init; } = 1_000_000;

    /// <summary>Size of CONNECT: client id, Will and credentials of 64 KiB together (PacketTooLarge).</summary>
    public int MaximumConnectBytes { get; init; } = 64 * 1024;

    /// <summary>Size of any other packet: a batch of 4 MiB and its topic (PacketTooLarge). Announced as Maximum Packet Size.</summary>
    public int MaximumPacketBytes { get; init; } = 4 * 1024 * 1024 + 64 * 1024;

    /// <summary>Length of a client id (ClientIdentifierNotValid).</summary>
    public int MaximumClientIdLength { get; init; } = 256;

    /// <summary>Length of a topic or filter in characters (TopicNameInvalid, TopicFilterInvalid).</summary>
    public int MaximumTopicLength { get; init; } = 512;

    /// <summary>Levels of a topic or filter (TopicNameInvalid, TopicFilterInvalid).</summary>
    public int MaximumTopicLevels { get; init; } = 32;

    /// <summary>Topic aliases that a client may use on a connection. Announced as Topic Alias Maximum.</summary>
    public ushort TopicAliasMaximum { get; init; } = 32;

    /// <summary>Topic aliases that the server gives on a connection, if the client takes as many; 0 gives none.</summary>
    public ushort OutgoingTopicAliasMaximum { get; init; } = 32;

    /// <summary>Subscriptions of one session (QuotaExceeded).</summary>
    public int MaximumSubscriptions { get; init; } = 1_000;

    /// <summary>Publishes of QoS 1 and 2 that a client may have unanswered (ReceiveMaximumExceeded); a 3.1.1 client is not read while it has more. Announced as Receive Maximum.</summary>
    public ushort ReceiveMaximum { get; init; } = 1024;

    /// <summary>Bytes of payloads that the application has not answered, a connection; beyond, the connection is not read.</summary>
    public long MaximumPendingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of buffers that are kept for publishes to come; what is beyond is left to the collector. 16 MiB are 60,000 publishes of 200 B.</summary>
    public long MaximumPooledBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Publishes that may wait for one subscriber, connected or not; one more is dropped, and counted.</summary>
    public int MaximumQueuedPublishes { get; init; } = 10_000;

    /// <summary>Bytes of publishes that may wait for one subscriber or be unacknowledged by it; what exceeds them is dropped, and counted.</summary>
    public long MaximumQueuedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>What happens to a publish for a subscriber that has as many as it may.</summary>
    public MqttQueuePolicy QueuePolicy { get; init; } = MqttQueuePolicy.DropNewest;

    /// <summary>Topics with a retained publish; one more is refused with QuotaExceeded.</summary>
    public int MaximumRetained { get; init; } = 100_000;

    /// <summary>Bytes of retained publishes (QuotaExceeded).</summary>
    public long MaximumRetainedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Longest that a session outlives its connection; a client that asks for more gets this, and is told.</summary>
    public TimeSpan MaximumSessionExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often the server's figures are published below <c>$SYS/broker/</c>; zero is never.</summary>
    public TimeSpan SystemInterval { get; init; }

    /// <summary>Everything that is wrong with these values, by name; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        (string Name, long Value, long Least)[] limits =
        [
            (nameof(MaximumConnections), MaximumConnections, 1), (nameof(MaximumSessions), MaximumSessions, 1),
            (nameof(MaximumConnectBytes), MaximumConnectBytes, 64), (nameof(MaximumPacketBytes), MaximumPacketBytes, 64),
            (nameof(MaximumClientIdLength), MaximumClientIdLength, 23), (nameof(MaximumTopicLength), MaximumTopicLength, 1),
            (nameof(MaximumTopicLevels), MaximumTopicLevels, 1), (nameof(ReceiveMaximum), ReceiveMaximum, 1),
            (nameof(MaximumSubscriptions), MaximumSubscriptions, 1), (nameof(MaximumPendingBytes), MaximumPendingBytes, 1),
            (nameof(MaximumQueuedPublishes), MaximumQueuedPublishes, 1), (nameof(MaximumQueuedBytes), MaximumQueuedBytes, 1),
            (nameof(MaximumRetained), MaximumRetained, 0), (nameof(MaximumRetainedBytes), MaximumRetainedBytes, 0),
            (nameof(ConnectTimeout), ConnectTimeout.Ticks, 1), (nameof(CloseTimeout), CloseTimeout.Ticks, 1),
            (nameof(MaximumSessionExpiry), MaximumSessionExpiry.Ticks, 0), (nameof(StallTimeout), StallTimeout.Ticks, 1),
            (nameof(MaximumKeepAlive), MaximumKeepAlive.Ticks, 0), (nameof(MaximumConnectionsPerAddress), MaximumConnectionsPerAddress, 1),
            (nameof(MaximumPublishRate), MaximumPublishRate, 1), (nameof(MaximumPooledBytes), MaximumPooledBytes, 0), (nameof(SystemInterval), SystemInterval.Ticks, 0),
        ];
        return [.. limits.Where(limit => limit.Value < limit.Least).Select(limit => $"{limit.Name} is {limit.Value}, at least {limit.Least} is needed")];
    }
}
