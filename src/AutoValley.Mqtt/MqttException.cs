namespace AutoValley.Mqtt;

/// <summary>A connection or a request failed; carries the reason code that went over the wire, or that is about to.</summary>
public sealed class MqttException : IOException
{
    /// <param name="reason">The code for the wire.</param>
    /// <param name="message">Place and reason, for people.</param>
    /// <param name="inner">What caused it, if anything.</param>
    public MqttException(MqttReasonCode reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>The reason code.</summary>
    public MqttReasonCode Reason { get; }

    /// <summary>Bytes that cannot be a packet.</summary>
    internal static MqttException Malformed(string message) => new(MqttReasonCode.MalformedPacket, message);

    /// <summary>A well-formed packet that the protocol forbids here.</summary>
    internal static MqttException Protocol(string message) => new(MqttReasonCode.ProtocolError, message);

    /// <summary>The peer or the network ended the connection without a word.</summary>
    internal static MqttException Lost(string message, Exception? inner = null) => new(MqttReasonCode.UnspecifiedError, message, inner);
}
