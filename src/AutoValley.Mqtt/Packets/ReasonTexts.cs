using System.Text;

namespace AutoValley.Mqtt.Packets;

/// <summary>Which answers of one connection carry words beside a failure's code (Reason String, MQTT 5.0 section 3.4.2.2.2).</summary>
/// <param name="maximumPacketBytes">The largest packet with words; 0 is none at all.</param>
internal sealed class ReasonTexts(uint maximumPacketBytes)
{
    /// <summary>Characters of a text; the rest is cut off.</summary>
    public const int MaximumLength = 200;

    // First byte, length, identifier, code, the properties' length, the text's identifier and length.
    private const int HeaderBytes = 1 + 2 + 2 + 1 + 2 + 1 + 2;

    /// <summary>No answer does.</summary>
    public static ReasonTexts None { get; } = new(0);

    /// <summary>What a client takes [MQTT-3.1.2-29].</summary>
    public static ReasonTexts For(ConnectPacket connect) =>
        connect.Version == MqttProtocolVersion.V500 && connect.Properties.Flag(PropertyId.RequestProblemInformation, absent: true)
            ? new ReasonTexts(connect.MaximumPacketBytes)
            : None;

    /// <summary>Whether any answer carries words.</summary>
    public bool AreWanted => maximumPacketBytes > 0;

    /// <summary>The answer with these words, if it is a failure, and they fit [MQTT-3.4.2-2] [MQTT-3.5.2-2] [MQTT-3.6.2-2] [MQTT-3.7.2-2].</summary>
    public AckPacket Add(in AckPacket ack, string? text) => ack.Reason.IsFailure() ? ack with { Text = Fit(text, 0) } : ack;

    /// <summary>The answer with its words, if they fit [MQTT-3.9.2-1].</summary>
    public SubAckPacket Fit(SubAckPacket answer) => answer.Text is null ? answer : answer with { Text = Fit(answer.Text, answer.Reasons.Count) };

    private string? Fit(string? text, int more)
    {
        if (!AreWanted || text is null)
            return null;
        var cut = Cut(text);
        return HeaderBytes + more + Encoding.UTF8.GetByteCount(cut) <= maximumPacketBytes ? cut : null;
    }

    /// <summary>Its beginning, and no half of a character [MQTT-1.5.4-1].</summary>
    public static string Cut(string text) => text.Length <= MaximumLength ? text
        : char.IsHighSurrogate(text[MaximumLength - 1]) ? text[..(MaximumLength - 1)]
        : text[..MaximumLength];
}
