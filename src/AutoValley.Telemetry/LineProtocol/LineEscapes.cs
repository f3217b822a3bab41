using System.Buffers;
using System.Text;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>Takes the escapes of line protocol out. A backslash before what need not be escaped is a backslash.</summary>
public static class LineEscapes
{
    private const int MaximumStackBytes = 512;

    /// <summary>A measurement: <c>\,</c> and an escaped space.</summary>
    public static string MeasurementOf(ReadOnlySpan<byte> raw) => Unescape(raw, ", "u8, ", "u8);

    /// <summary>The key or value of a tag, or the name of a field: <c>\,</c>, <c>\=</c> and an escaped space.</summary>
    public static string NameOf(ReadOnlySpan<byte> raw) => Unescape(raw, ",= "u8, ",= "u8);

    /// <summary>A text: <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\r</c> and <c>\t</c>.</summary>
    public static string TextOf(ReadOnlySpan<byte> raw) => Unescape(raw, "\"\\nrt"u8, "\"\\\n\r\t"u8);

    private static string Unescape(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> escaped, ReadOnlySpan<byte> plain)
    {
        var first = raw.IndexOf((byte)'\\');
        if (first < 0)
            return Encoding.UTF8.GetString(raw);
        var rented = raw.Length > MaximumStackBytes ? ArrayPool<byte>.Shared.Rent(raw.Length) : null;
        var text = rented ?? stackalloc byte[MaximumStackBytes];
        var length = 0;
        for (var position = 0; position < raw.Length; position++)
        {
            var known = raw[position] == '\\' && position + 1 < raw.Length ? escaped.IndexOf(raw[position + 1]) : -1;
            text[length++] = known < 0 ? raw[position] : plain[known];
            position += known < 0 ? 0 : 1;
        }
        var unescaped = Encoding.UTF8.GetString(text[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return unescaped;
    }
}
