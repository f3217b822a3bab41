using System.Globalization;
using System.Text;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Names of signals for what lines call <c>measurement,tag=value field</c>, so that different series of a vehicle never become one:
/// <c>measurement.field</c>, and where there are tags beside the vehicle's, sorted, <c>measurement.field..tag.value.tag.value</c>. A byte that no signal name
/// may have, and a dot or dash that would be taken for another, is <c>--</c> and two hexadecimal digits. Measurement <c>telemetry</c> is the exception, on purpose: without
/// further tags its fields are signals under the names they have here, so that its field <c>cpu.usage</c> is the field <c>usage</c> of measurement <c>cpu</c>. With further
/// tags its fields have no dots.
/// </summary>
internal static class SignalNames
{
    private const string TagsMark = "..";
    private const string EscapeMark = "--";
    private const int EscapeLength = 4;

    /// <summary>The name of a field's signal; over <see cref="SignalDefinition.MaximumNameLength"/> when it is too long.</summary>
    /// <param name="measurement">As it is.</param>
    /// <param name="tags">Those that are not the vehicle's, by key.</param>
    /// <param name="field">As it is.</param>
    public static string Of(string measurement, IReadOnlyList<(string Key, string Value)> tags, string field)
    {
        if (measurement == TelemetryLines.Measurement && tags.Count == 0 && SignalDefinition.IsName(field))
            return field;
        var name = new StringBuilder();
        if (measurement == TelemetryLines.Measurement && tags.Count > 0)
            AddPart(name, field);
        else if (measurement == TelemetryLines.Measurement)
            AddField(name, field);
        else
            AddField(AddPart(name, measurement).Append('.'), field);
        for (var index = 0; index < tags.Count; index++)
            AddPart(AddPart(name.Append(index == 0 ? TagsMark : "."), tags[index].Key).Append('.'), tags[index].Value);
        return name.ToString();
    }

    /// <summary>The measurement, field and tags of a signal's name; null when it has no measurement.</summary>
    public static SignalPlace? PlaceOf(string signal)
    {
        var dot = signal.IndexOf('.');
        if (dot <= 0 || dot == signal.Length - 1)
            return null;
        var rest = signal[(dot + 1)..];
        var mark = rest.IndexOf(TagsMark, StringComparison.Ordinal);
        var parts = mark > 0 ? rest[(mark + TagsMark.Length)..].Split('.') : [];
        if (parts.Length % 2 == 1 || parts.Contains(""))
            return new SignalPlace(Plain(signal[..dot]), Plain(rest), []);
        var tags = parts.Chunk(2).Select(pair => (Plain(pair[0]), Plain(pair[1]))).ToArray();
        return new SignalPlace(Plain(signal[..dot]), Plain(mark > 0 ? rest[..mark] : rest), tags);
    }

    private static StringBuilder AddPart(StringBuilder name, string part) => Add(name, part, (_, _) => false);

    // Dots stay where they stand alone, inside.
    private static void AddField(StringBuilder name, string field) =>
        Add(name, field, (text, index) => index > 0 && index < text.Length - 1 && text[index - 1] != '.' && text[index + 1] != '.');

    private static StringBuilder Add(StringBuilder name, string text, Func<string, int, bool> keepsDot)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var index = 0; index < text.Length; index++)
        {
            var one = text[index];
            if (IsPlain(one) || (one == '.' && keepsDot(text, index)) || (one == '-' && index + 1 < text.Length && IsPlain(text[index + 1])))
            {
                name.Append(one);
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var used);
            foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)])
                name.Append(CultureInfo.InvariantCulture, $"{EscapeMark}{octet:X2}");
            index += used - 1;
        }
        return name;
    }

    private static bool IsPlain(char one) => char.IsAsciiLetterOrDigit(one) || one == '_';

    // What is no escape stays as it is: also signals that no line named are read.
    private static string Plain(string part)
    {
        if (!part.Contains(EscapeMark, StringComparison.Ordinal))
            return part;
        var bytes = new List<byte>(part.Length);
        for (var index = 0; index < part.Length; index++)
        {
            if (part.AsSpan(index).StartsWith(EscapeMark) && index + EscapeLength <= part.Length
                && byte.TryParse(part.AsSpan(index + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                bytes.Add(octet);
                index += EscapeLength - 1;
                continue;
            }
            bytes.Add((byte)part[index]);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
