using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Batches;

/// <summary>
/// The message Column as <see cref="BatchWriter"/> and any generated code write it: signal, time base unless 0, encoded values, each once
/// and in this order. Most bytes that ever come are such messages, and this reads one in a few nanoseconds.
/// </summary>
internal static class UsualColumn
{
    private const byte SignalTag = (TelemetryFields.Column.Signal << 3) | (int)WireType.Varint;
    private const byte TimeBaseTag = (TelemetryFields.Column.TimeBase << 3) | (int)WireType.Varint;
    private const int ColumnHead = ColumnFormat.Version << 4;
    private const byte EncodedTag = (TelemetryFields.Column.Encoded << 3) | (int)WireType.Bytes;

    /// <summary>False when the message is another one, good or not, or the values are text.</summary>
    /// <param name="message">The bytes of the message.</param>
    /// <param name="origin">Where they begin in the payload.</param>
    /// <param name="column">What was found.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, int origin, out BatchColumn column)
    {
        column = default;
        var at = 0;
        if (!TryTag(message, ref at, SignalTag) || !TryNumber(message, ref at, out var signal) || signal == 0)
            return false;
        var timeBase = 0;
        if (TryTag(message, ref at, TimeBaseTag) && !TryNumber(message, ref at, out timeBase))
            return false;
        if (!TryTag(message, ref at, EncodedTag) || !TryNumber(message, ref at, out var length) || length != message.Length - at)
            return false;
        var values = new ByteSpan(origin + at, length);
        if (at == message.Length || message[at] is < ColumnHead + (int)ColumnKind.Double or > ColumnHead + (int)ColumnKind.Boolean)
            return false;
        var type = (SignalType)(message[at++] - ColumnHead);
        if (!TryNumber(message, ref at, out var count))
            return false;
        column = new BatchColumn((uint)signal, timeBase, count, type, IsEncoded: true) { Values = values };
        return true;
    }

    private static bool TryTag(ReadOnlySpan<byte> message, ref int at, byte tag)
    {
        if ((uint)at >= (uint)message.Length || message[at] != tag)
            return false;
        at++;
        return true;
    }

    // Varints of up to three bytes, as long as they need to be or not.
    private static bool TryNumber(ReadOnlySpan<byte> message, ref int at, out int number)
    {
        number = 0;
        for (var shift = 0; shift < 21 && (uint)at < (uint)message.Length; shift += 7)
        {
            int one = message[at++];
            number |= (one & 0x7F) << shift;
            if (one < 0x80)
                return true;
        }
        return false;
    }
}
