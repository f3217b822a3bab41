using static AutoValley.Mqtt.MqttReasonCode;

namespace AutoValley.Mqtt.Packets;

/// <summary>Which reason code may stand in which packet (MQTT 5.0 table 2-6).</summary>
internal static class ReasonTable
{
    /// <summary>Whether a packet of this type may carry the code.</summary>
    public static bool Allows(PacketType type, MqttReasonCode reason) => type switch
    {
        PacketType.ConnAck => reason is Success or (>= UnspecifiedError and <= Banned) or BadAuthenticationMethod or TopicNameInvalid
            or PacketTooLarge or QuotaExceeded or (>= PayloadFormatInvalid and <= ServerMoved) or ConnectionRateExceeded,
        PacketType.PubAck or PacketType.PubRec => reason is Success or NoMatchingSubscribers or UnspecifiedError or ImplementationSpecificError
            or NotAuthorized or TopicNameInvalid or PacketIdentifierInUse or QuotaExceeded or PayloadFormatInvalid,
        PacketType.PubRel or PacketType.PubComp => reason is Success or PacketIdentifierNotFound,
        PacketType.SubAck => reason is (>= Success and <= GrantedQos2) or UnspecifiedError or ImplementationSpecificError or NotAuthorized
            or TopicFilterInvalid or PacketIdentifierInUse or QuotaExceeded or SharedSubscriptionsNotSupported
            or SubscriptionIdentifiersNotSupported or WildcardSubscriptionsNotSupported,
        PacketType.UnsubAck => reason is Success or NoSubscriptionExisted or UnspecifiedError or ImplementationSpecificError or NotAuthorized
            or TopicFilterInvalid or PacketIdentifierInUse,
        PacketType.Disconnect => reason is Success or DisconnectWithWill or (>= UnspecifiedError and <= ImplementationSpecificError) or NotAuthorized
            or ServerBusy or ServerShuttingDown or (>= KeepAliveTimeout and <= TopicNameInvalid)
            or (>= ReceiveMaximumExceeded and <= WildcardSubscriptionsNotSupported),
        PacketType.Auth => reason is Success or ContinueAuthentication or ReAuthenticate,
        _ => false,
    };

    /// <summary>The code, or the nearest that the packet may carry.</summary>
    public static MqttReasonCode Fit(PacketType type, MqttReasonCode reason) => Allows(type, reason) ? reason
        : !reason.IsFailure() ? Success
        : type is PacketType.PubRel or PacketType.PubComp ? PacketIdentifierNotFound
        : ImplementationSpecificError;

    /// <summary>A code that was read.</summary>
    /// <exception cref="MqttException">It has no place in this packet.</exception>
    public static MqttReasonCode Check(PacketType type, byte code) => Allows(type, (MqttReasonCode)code)
        ? (MqttReasonCode)code
        : throw MqttException.Protocol($"{type} packet with reason code 0x{code:X2}");
}
