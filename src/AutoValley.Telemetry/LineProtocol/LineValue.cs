using System.Text;
using System.Text.Unicode;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>A field's value over the bytes it was read from.</summary>
public readonly ref struct LineValue
{
    private readonly long bits;
    private readonly bool hasEscapes;

    private LineValue(LineValueKind kind, long bits) => (Kind, this.bits) = (kind, bits);

    private LineValue(ReadOnlySpan<byte> raw, bool hasEscapes)
    {
        Kind = LineValueKind.Text;
        Raw = raw;
        this.hasEscapes = hasEscapes;
    }

    /// <summary>Which of the accessors may be used.</summary>
    public LineValueKind Kind { get; }

    /// <summary>Of a <see cref="LineValueKind.Float"/>; finite.</summary>
    public double Float => BitConverter.Int64BitsToDouble(bits);

    /// <summary>Of an <see cref="LineValueKind.Integer"/>.</summary>
    public long Integer => bits;

    /// <summary>Of an <see cref="LineValueKind.Unsigned"/>.</summary>
    public ulong Unsigned => (ulong)bits;

    /// <summary>Of a <see cref="LineValueKind.Boolean"/>.</summary>
    public bool Boolean => bits != 0;

    /// <summary>Of a <see cref="LineValueKind.Text"/>, without its quotes, escapes as they came.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>Of a <see cref="LineValueKind.Text"/>, without escapes.</summary>
    public string ToText() => hasEscapes ? LineEscapes.TextOf(Raw) : Encoding.UTF8.GetString(Raw);

    /// <summary>UTF-8 bytes of a <see cref="LineValueKind.Text"/> without escapes.</summary>
    public int TextLength => hasEscapes ? LineEscapes.TextLengthOf(Raw) : Raw.Length;

    internal static LineValue Of(double value) => new(LineValueKind.Float, BitConverter.DoubleToInt64Bits(value));

    internal static LineValue Of(LineValueKind kind, long value) => new(kind, value);

    /// <summary>Reads a text that begins with a quote; the length has both quotes.</summary>
    internal static LineFault ReadText(ReadOnlySpan<byte> text, out LineValue value, out int length)
    {
        var hasEscapes = false;
        for (length = 1; ;)
        {
            var found = text[length..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                break;
            length += found;
            if (text[length] == '"')
            {
                value = new(text[1..length++], hasEscapes);
                return Utf8.IsValid(value.Raw) ? LineFault.None : LineFault.NotUtf8;
            }
            // Whatever a backslash stands before does not end the text.
            hasEscapes = true;
            length = Math.Min(length + 2, text.Length);
        }
        value = default;
        return LineFault.UnbalancedQuotes;
    }

    /// <summary>Reads a number or boolean, up to what ends one.</summary>
    internal static LineFault ReadPlain(ReadOnlySpan<byte> text, out LineValue value, out int length)
    {
        if (LineNumbers.TryReadShort(text, out value, out length))
            return LineFault.None;
        var end = text.IndexOfAny(LineBytes.ValueEnds);
        var token = end < 0 ? text : text[..end];
        length = token.Length;
        if (token.IsEmpty)
            return LineFault.MissingFieldValue;
        return token[0] switch
        {
            (byte)'t' or (byte)'T' or (byte)'f' or (byte)'F' => ReadBoolean(token, out value),
            (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9') => LineNumbers.Read(token, out value),
            _ => LineFault.UnknownValue,
        };
    }

    private static LineFault ReadBoolean(ReadOnlySpan<byte> token, out LineValue value)
    {
        var isTrue = token.SequenceEqual("t"u8) || token.SequenceEqual("T"u8) || token.SequenceEqual("true"u8) || token.SequenceEqual("True"u8)
            || token.SequenceEqual("TRUE"u8);
        var isFalse = token.SequenceEqual("f"u8) || token.SequenceEqual("F"u8) || token.SequenceEqual("false"u8) || token.SequenceEqual("False"u8)
            || token.SequenceEqual("FALSE"u8);
        value = Of(LineValueKind.Boolean, isTrue ? 1 : 0);
        return isTrue || isFalse ? LineFault.None : LineFault.InvalidBoolean;
    }
}
