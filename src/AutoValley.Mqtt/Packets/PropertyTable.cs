using static AutoValley.Mqtt.Packets.PropertyPlaces;

namespace AutoValley.Mqtt.Packets;

/// <summary>How a property's value is written.</summary>
internal enum PropertyKind : byte
{
    /// <summary>No such property.</summary>
    Unknown,

    /// <summary>One byte, 0 or 1.</summary>
    Flag,

    UInt16,
    UInt32,
    Variable,
    Text,
    Binary,

    /// <summary>Two strings.</summary>
    Pair,
}

/// <summary>Where a property may stand: bit n is packet type n, bit 0 the Will in CONNECT.</summary>
[Flags]
internal enum PropertyPlaces : ushort
{
    None = 0,
    Will = 1,
    Connect = 1 << PacketType.Connect,
    ConnAck = 1 << PacketType.ConnAck,
    Publish = 1 << PacketType.Publish,
    Subscribe = 1 << PacketType.Subscribe,
    Disconnect = 1 << PacketType.Disconnect,
    Auth = 1 << PacketType.Auth,
    Acks = 1 << PacketType.PubAck | 1 << PacketType.PubRec | 1 << PacketType.PubRel | 1 << PacketType.PubComp
        | 1 << PacketType.SubAck | 1 << PacketType.UnsubAck,
    Everywhere = Will | Connect | ConnAck | Publish | Acks | Subscribe | 1 << PacketType.Unsubscribe | Disconnect | Auth,
}

/// <summary>One row: how, where, whether it may be 0.</summary>
internal readonly record struct PropertyRule(PropertyKind Kind, PropertyPlaces Places, bool NotZero = false);

/// <summary>MQTT 5.0 table 2-4: data type and packets of every property.</summary>
internal static class PropertyTable
{
    private static readonly PropertyRule[] Rules = Build();

    /// <summary>The rule of an identifier; <see cref="PropertyKind.Unknown"/> when there is no such property.</summary>
    public static PropertyRule Of(uint id) => id < Rules.Length ? Rules[id] : default;

    private static PropertyRule[] Build()
    {
        var rules = new PropertyRule[(int)PropertyId.SharedAvailable + 1];
        void Row(PropertyId id, PropertyKind kind, PropertyPlaces places, bool notZero = false) => rules[(int)id] = new(kind, places, notZero);

        Row(PropertyId.PayloadFormat, PropertyKind.Flag, Publish | Will);
        Row(PropertyId.MessageExpiry, PropertyKind.UInt32, Publish | Will);
        Row(PropertyId.ContentType, PropertyKind.Text, Publish | Will);
        Row(PropertyId.ResponseTopic, PropertyKind.Text, Publish | Will);
        Row(PropertyId.CorrelationData, PropertyKind.Binary, Publish | Will);
        Row(PropertyId.SubscriptionId, PropertyKind.Variable, Publish | Subscribe, notZero: true);
        Row(PropertyId.SessionExpiry, PropertyKind.UInt32, Connect | ConnAck | Disconnect);
        Row(PropertyId.AssignedClientId, PropertyKind.Text, ConnAck);
        Row(PropertyId.ServerKeepAlive, PropertyKind.UInt16, ConnAck);
        Row(PropertyId.AuthenticationMethod, PropertyKind.Text, Connect | ConnAck | Auth);
        Row(PropertyId.AuthenticationData, PropertyKind.Binary, Connect | ConnAck | Auth);
        Row(PropertyId.RequestProblemInformation, PropertyKind.Flag, Connect);
        Row(PropertyId.WillDelay, PropertyKind.UInt32, Will);
        Row(PropertyId.RequestResponseInformation, PropertyKind.Flag, Connect);
        Row(PropertyId.ResponseInformation, PropertyKind.Text, ConnAck);
        Row(PropertyId.ServerReference, PropertyKind.Text, ConnAck | Disconnect);
        Row(PropertyId.ReasonString, PropertyKind.Text, ConnAck | Acks | Disconnect | Auth);
        Row(PropertyId.ReceiveMaximum, PropertyKind.UInt16, Connect | ConnAck, notZero: true);
        Row(PropertyId.TopicAliasMaximum, PropertyKind.UInt16, Connect | ConnAck);
        Row(PropertyId.TopicAlias, PropertyKind.UInt16, Publish);
        Row(PropertyId.MaximumQos, PropertyKind.Flag, ConnAck);
        Row(PropertyId.RetainAvailable, PropertyKind.Flag, ConnAck);
        Row(PropertyId.UserProperty, PropertyKind.Pair, Everywhere);
        Row(PropertyId.MaximumPacketSize, PropertyKind.UInt32, Connect | ConnAck, notZero: true);
        Row(PropertyId.WildcardAvailable, PropertyKind.Flag, ConnAck);
        Row(PropertyId.SubscriptionIdAvailable, PropertyKind.Flag, ConnAck);
        Row(PropertyId.SharedAvailable, PropertyKind.Flag, ConnAck);
        return rules;
    }
}
