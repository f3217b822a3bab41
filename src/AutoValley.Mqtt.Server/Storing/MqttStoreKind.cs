namespace AutoValley.Mqtt.Server;

/// <summary>What a stored entry is; the numbers are on disk.</summary>
public enum MqttStoreKind
{
    /// <summary>A session. Owner: client id; item: empty.</summary>
    Session = 1,

    /// <summary>A subscription. Owner: client id; item: filter.</summary>
    Subscription = 2,

    /// <summary>A publish that a client has not acknowledged or not got yet. Owner: client id; item: packet identifier.</summary>
    Outgoing = 3,

    /// <summary>A QoS 2 publish from a client that was taken and not released. Owner: client id; item: packet identifier.</summary>
    Incoming = 4,

    /// <summary>A topic's retained publish. Owner: topic; item: empty.</summary>
    Retained = 5,

    /// <summary>A Will that is not published. Owner: client id; item: its number, by which Wills of one client differ.</summary>
    Will = 6,
}
