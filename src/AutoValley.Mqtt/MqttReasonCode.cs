namespace AutoValley.Mqtt;

/// <summary>The reason codes of MQTT 5.0 section 2.4; 0x80 and above are failures. MQTT 3.1.1 sees them translated or not at all.</summary>
public enum MqttReasonCode : byte
{
    /// <summary>Done; also normal disconnection and granted QoS 0.</summary>
    Success = 0x00,

    /// <summary>The subscription is accepted with QoS 1.</summary>
    GrantedQos1 = 0x01,

    /// <summary>The subscription is accepted with QoS 2.</summary>
    GrantedQos2 = 0x02,

    /// <summary>The client leaves and wants its Will published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>Accepted, and nobody subscribes to it.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>Unsubscribed from something that was not subscribed.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>The next step of an authentication.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>The client starts a new authentication.</summary>
    ReAuthenticate = 0x19,

    /// <summary>A failure that the other codes do not name.</summary>
    UnspecifiedError = 0x80,

    /// <summary>Bytes that cannot be a packet of this specification.</summary>
    MalformedPacket = 0x81,

    /// <summary>A packet in a place, or with a value, that the specification forbids.</summary>
    ProtocolError = 0x82,

    /// <summary>Valid, and not accepted by this receiver.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The server does not speak this protocol level.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client identifier is not allowed.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>Wrong user name or password.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>Known, and not allowed to do this.</summary>
    NotAuthorized = 0x87,

    /// <summary>The server is not available.</summary>
    ServerUnavailable = 0x88,

    /// <summary>The server is busy; try again later.</summary>
    ServerBusy = 0x89,

    /// <summary>The client was banned by an administrator.</summary>
    Banned = 0x8A,

    /// <summary>The server shuts down.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The authentication method is not supported or not the one in use.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>Nothing came for one and a half times the keep-alive.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection uses this client identifier now.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The filter is well formed and not accepted.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic is well formed and not accepted.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet identifier is in use.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet identifier is unknown.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More publishes in flight than Receive Maximum allows.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>A topic alias of 0, beyond the maximum, or unknown.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is larger than Maximum Packet Size.</summary>
    PacketTooLarge = 0x95,

    /// <summary>Data comes too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>A limit of the receiver is exceeded.</summary>
    QuotaExceeded = 0x97,

    /// <summary>Closed by an administrator.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload does not have the format that it claims.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>The server keeps no retained publishes.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>The QoS is above Maximum QoS.</summary>
    QosNotSupported = 0x9B,

    /// <summary>The client should use another server for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>The server moved for good.</summary>
    ServerMoved = 0x9D,

    /// <summary>The server has no shared subscriptions.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>Connections come too fast.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>The connection lasted as long as it may.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>The server has no subscription identifiers.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>The server has no wildcard subscriptions.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}
