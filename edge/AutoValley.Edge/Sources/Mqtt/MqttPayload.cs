using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>A payload that is one value: a number, <c>true</c> or <c>false</c> (or 1, 0, on, off), or a text, in UTF-8; white space around it does not count.</summary>
internal static class MqttPayload
{
    /// <summary>Longest text taken, in bytes.</summary>
    public const int MaximumTextBytes = 4_096;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a payload; false when it is no value of the type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, SignalType type, out SampleValue value)
    {
        var text = payload.Trim(" \t\r\n"u8);
        value = default;
        switch (type)
        {
            case SignalType.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                value = SampleValue.Of(number);
                return true;
            case SignalType.Integer when Utf8Parser.TryParse(text, out long integer, out var used) && used == text.Length:
                value = SampleValue.Of(integer);
                return true;
            case SignalType.Boolean when TryReadFlag(text) is { } flag:
                value = SampleValue.Of(flag);
                return true;
            case SignalType.Text when payload.Length <= MaximumTextBytes:
                return TryReadText(text, out value);
            default:
                return false;
        }
    }

    private static bool? TryReadFlag(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "on"u8) || text.SequenceEqual("1"u8) ? true
        : Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "off"u8) || text.SequenceEqual("0"u8) ? false
        : null;

    private static bool TryReadText(ReadOnlySpan<byte> text, out SampleValue value)
    {
        value = default;
        try
        {
            value = SampleValue.Of(Strict.GetString(text));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
