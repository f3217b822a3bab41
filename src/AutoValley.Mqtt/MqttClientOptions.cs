namespace AutoValley.Mqtt;

/// <summary>How a client connects. Immutable; defaults are MQTT's own where it has one.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 1883 is registered for MQTT without TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>TCP, or WebSocket.</summary>
    public MqttTransport Transport { get; init; }

    /// <summary>With TLS, and how; null is without.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>Path of the WebSocket.</summary>
    public string Path { get; init; } = "/mqtt";

    /// <summary>MQTT 5, or 3.1.1 for an old server.</summary>
    public MqttProtocolVersion ProtocolVersion { get; init; } = MqttProtocolVersion.V500;

    /// <summary>Names the session; empty lets the server choose one.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Forget an earlier session of this client id.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the server keeps the session after the connection; zero is not at all, <see cref="TimeSpan.MaxValue"/> for ever. MQTT 3.1.1 keeps it for ever unless <see cref="CleanStart"/>.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>
    /// Longest silence of either side before PINGREQ; zero turns keep-alive off. The server may shorten it. At most 65,535 s. A dead server is
    /// noticed within two of it.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For name resolution, TCP and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to PINGREQ (with a short keep-alive less), SUBSCRIBE or UNSUBSCRIBE, and the last write of a disconnect may take.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>User name, if any.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, if any.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>What the server publishes when this connection ends without <see cref="MqttClient.DisconnectAsync(CancellationToken)"/>; its payload is at most 65,535 bytes.</summary>
    public MqttPublish? Will { get; init; }

    /// <summary>How long the server waits for this client to come back before it publishes the Will.</summary>
    public TimeSpan WillDelay { get; init; }

    /// <summary>Publishes of QoS 1 and 2 that the server may send before it gets an answer.</summary>
    public ushort ReceiveMaximum { get; init; } = 1024;

    /// <summary>Largest packet taken from the server: a batch of 4 MiB and its topic.</summary>
    public int MaximumPacketBytes { get; init; } = 4 * 1024 * 1024 + 64 * 1024;

    /// <summary>Publishes handed over and not done; one more waits.</summary>
    public int MaximumPendingPublishes { get; init; } = 4096;

    /// <summary>Received publishes that nobody has read; more wait, unacknowledged, or are dropped with QoS 0, when as many as <see cref="ReceiveMaximum"/> wait.</summary>
    public int MaximumReceived { get; init; } = 1024;

    /// <summary>
    /// Payload bytes that are not acknowledged yet. More are dropped with QoS 0, and counted; with QoS 1 and 2 nothing is read until there are less (so, too, from a 3.1.1
    /// server that has more publishes in flight than <see cref="ReceiveMaximum"/>), and a server that dies meanwhile is noticed only afterwards.
    /// </summary>
    public long MaximumReceivedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Takes what the subscriptions bring, in place of <see cref="MqttClient.Received"/>. Called in the order of arrival, by the reader, without waiting for
    /// earlier ones; each is acknowledged, in that order, when its task completes, with the code that it gives (which MQTT 3.1.1 cannot tell). One that
    /// throws is not acknowledged: the connection ends, and the server sends the publish again on the next one of the session.
    /// The token is cancelled when the connection ends. Payloads are the handler's to keep.
    /// </summary>
    public Func<MqttPublish, CancellationToken, ValueTask<MqttReasonCode>>? Handler { get; init; }

    /// <summary>
    /// Told of each publish of QoS 1 or 2 that ends without the server's taking it, once, whoever published it and even an earlier process: what it was, why, and the
    /// server's words, if it gave any. Called on a thread of the pool; it must not throw.
    /// </summary>
    public Action<MqttPublish, MqttReasonCode, string?>? Refused { get; init; }

    /// <summary>Topic aliases that the server may use (MQTT 5).</summary>
    public ushort TopicAliasMaximum { get; init; } = 16;

    /// <summary>Topic aliases that this client uses where the server takes them: the first topics get one each (MQTT 5).</summary>
    public ushort MaximumUsedAliases { get; init; } = 16;

    /// <summary>For messages: where it connects to.</summary>
    internal string Address => $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>
    /// Reads <c>mqtt://</c>, <c>mqtts://</c>, <c>ws://</c> or <c>wss://[user[:password]@]host[:port][/path]</c>. The port is 1883, 8883, 80 or 443 unless it is
    /// said; the path is a WebSocket's, <c>/mqtt</c> unless it is said.
    /// </summary>
    /// <exception cref="FormatException">It is no such address; the message says what is wrong.</exception>
    public static MqttClientOptions FromUri(string address) => Client.ClientUri.Parse(address);
}
