using System.Buffers;
using System.Text;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// The escapes of line protocol, put in and taken out. A backslash stands before: of a measurement the comma and the space; of a tag's key and value and of a field's name
/// the equals sign too; of a text the quotation mark and the backslash itself. Before anything else a backslash is a backslash.
/// </summary>
public static class LineEscapes
{
    private const int MaximumStackBytes = 512;

    private static ReadOnlySpan<byte> OfMeasurement => ", "u8;

    private static ReadOnlySpan<byte> OfName => ",= "u8;

    private static ReadOnlySpan<byte> OfText => "\"\\nrt"u8;

    /// <summary>A measurement and its tags, escaped and in the order given, as every line of the series begins and as InfluxDB shows it: <c>cpu,vehicle=a</c>.</summary>
    public static string SeriesText(string measurement, IEnumerable<(string Key, string Value)> tags) =>
        Escape(measurement, OfMeasurement) + string.Concat(tags.Select(tag => $",{Escape(tag.Key, OfName)}={Escape(tag.Value, OfName)}"));

    /// <summary>As <see cref="SeriesText"/>, in UTF-8.</summary>
    /// <exception cref="ArgumentException">
    /// A name is empty, has a line break or another control character, or ends with a backslash, which would escape what stands behind it: no line can say it.
    /// </exception>
    public static byte[] SeriesKey(string measurement, IReadOnlyList<(string Key, string Value)> tags)
    {
        foreach (var name in tags.SelectMany(tag => new[] { tag.Key, tag.Value }).Prepend(measurement))
            Check(name);
        return Encoding.UTF8.GetBytes(SeriesText(measurement, tags));
    }

    /// <summary>A field's name, escaped, with the equals sign behind it, in UTF-8.</summary>
    /// <exception cref="ArgumentException">No line can say it; see <see cref="SeriesKey"/>.</exception>
    public static byte[] FieldKey(string name)
    {
        Check(name);
        return Encoding.UTF8.GetBytes(Escape(name, OfName) + '=');
    }

    /// <summary>A measurement without escapes.</summary>
    public static string MeasurementOf(ReadOnlySpan<byte> raw) => Unescape(raw, OfMeasurement, OfMeasurement);

    /// <summary>The key or value of a tag, or the name of a field, without escapes.</summary>
    public static string NameOf(ReadOnlySpan<byte> raw) => Unescape(raw, OfName, OfName);

    /// <summary>A text without escapes: where it is read, <c>\n</c>, <c>\r</c> and <c>\t</c> are some too.</summary>
    public static string TextOf(ReadOnlySpan<byte> raw) => Unescape(raw, OfText, "\"\\\n\r\t"u8);

    /// <summary>Bytes of a text without escapes.</summary>
    public static int TextLengthOf(ReadOnlySpan<byte> raw)
    {
        var length = raw.Length;
        while (raw.IndexOf((byte)'\\') is var mark && mark >= 0 && mark + 1 < raw.Length)
        {
            var isEscape = OfText.Contains(raw[mark + 1]);
            length -= isEscape ? 1 : 0;
            raw = raw[(mark + (isEscape ? 2 : 1))..];
        }
        return length;
    }

    private static void Check(string name)
    {
        if (name.Length == 0 || name.EndsWith('\\') || name.Any(char.IsControl))
            throw new ArgumentException($"'{name}' cannot be a name in line protocol: empty, a control character, or a backslash at its end", nameof(name));
    }

    private static string Escape(string name, ReadOnlySpan<byte> escaped)
    {
        var written = new StringBuilder(name.Length + 8);
        foreach (var one in name)
            (char.IsAscii(one) && escaped.Contains((byte)one) ? written.Append('\\') : written).Append(one);
        return written.ToString();
    }

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
