using System.Buffers;
using System.Text;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// Which bytes a backslash stands before in InfluxDB's line protocol: of a measurement the comma and the space, of keys and tag values the
/// equals sign too, of a text value the quotation mark and the backslash itself.
/// </summary>
public static class LineProtocolEscapes
{
    /// <summary>Bytes of a measurement's name that are escaped.</summary>
    public static ReadOnlySpan<byte> OfMeasurement => ", "u8;

    /// <summary>Bytes of a tag's key or value, or of a field's key, that are escaped.</summary>
    public static ReadOnlySpan<byte> OfName => ",= "u8;

    /// <summary>Bytes of a text between quotation marks that are escaped.</summary>
    public static ReadOnlySpan<byte> OfText => "\"\\"u8;

    /// <summary>A series key, escaped: the measurement and its tags in the order given, as every line of the series begins.</summary>
    /// <exception cref="ArgumentException">A name cannot be said (<see cref="Escape"/>).</exception>
    public static byte[] SeriesKey(string measurement, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var key = new ArrayBufferWriter<byte>();
        key.Write(Escape(measurement, OfMeasurement));
        foreach (var (name, value) in tags)
        {
            key.Write(","u8);
            key.Write(Escape(name, OfName));
            key.Write("="u8);
            key.Write(Escape(value, OfName));
        }
        return key.WrittenSpan.ToArray();
    }

    /// <summary>A field's key, escaped, with the equals sign behind it.</summary>
    /// <exception cref="ArgumentException">It cannot be said (<see cref="Escape"/>).</exception>
    public static byte[] FieldKey(string name) => [.. Escape(name, OfName), (byte)'='];

    /// <summary>A name as UTF-8 with a backslash before each of the bytes given.</summary>
    /// <exception cref="ArgumentException">
    /// It is empty, has a line break or another control character, or ends with a backslash, which would escape what stands behind it.
    /// </exception>
    public static byte[] Escape(string name, ReadOnlySpan<byte> escaped)
    {
        if (name.Length == 0 || name.EndsWith('\\') || name.Any(char.IsControl))
            throw new ArgumentException($"'{name}' cannot be a name in line protocol: empty, a control character, or a backslash at its end", nameof(name));
        var plain = Encoding.UTF8.GetBytes(name);
        if (plain.AsSpan().IndexOfAny(escaped) < 0)
            return plain;
        List<byte> written = new(plain.Length + 8);
        foreach (var one in plain)
        {
            if (escaped.Contains(one))
                written.Add((byte)'\\');
            written.Add(one);
        }
        return [.. written];
    }
}
