namespace AutoValley.Mqtt;

/// <summary>How a client connects. Immutable; defaults are MQTT's own where it has one.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 1883 is registered for MQTT without TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>MQTT 5, or 3.1.1 for an old server.</summary>
    public MqttProtocolVersion ProtocolVersion { get; init; } = MqttProtocolVersion.V500;

    /// <summary>Names the session; empty lets the server choose one.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Forget an earlier session of this client id.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the server keeps the session after the connection; zero is not at all. MQTT 3.1.1 keeps it for ever unless <see cref="CleanStart"/>.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>Longest silence before PINGREQ; zero turns keep-alive off. The server may shorten it. At most 65,535 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For name resolution, TCP and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to PINGREQ, SUBSCRIBE or UNSUBSCRIBE, and the last write of a disconnect may take.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>User name, if any.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, if any.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>What the server publishes when this connection ends without <see cref="MqttClient.DisconnectAsync"/>; its payload is at most 65,535 bytes.</summary>
    public MqttPublish? Will { get; init; }

    /// <summary>How long the server waits for this client to come back before it publishes the Will.</summary>
    public TimeSpan WillDelay { get; init; }

    /// <summary>Publishes of QoS 1 and 2 that the server may send before it gets an answer.</summary>
    public ushort ReceiveMaximum { get; init; } = 1024;

    /// <summary>Largest packet taken from the server: a batch of 4 MiB and its topic.</summary>
    public int MaximumPacketBytes { get; init; } = 4 * 1024 * 1024 + 64 * 1024;

    /// <summary>Publishes handed over and not done; one more waits.</summary>
    public int MaximumPendingPublishes { get; init; } = 4096;

    /// <summary>Received publishes that nobody has read; the next one stops reading from the socket.</summary>
    public int MaximumReceived { get; init; } = 1024;
}
