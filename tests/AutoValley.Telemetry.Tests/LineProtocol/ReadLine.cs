using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Telemetry.Tests.LineProtocol;

/// <summary>A line as objects, for comparing.</summary>
/// <param name="Measurement">Without escapes.</param>
/// <param name="Tags">By key.</param>
/// <param name="Fields">In the line's order; values are double, long, ulong, bool or string.</param>
/// <param name="Time">Unix nanoseconds.</param>
internal sealed record ReadLine(string Measurement, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<(string Name, object Value)> Fields, long Time)
{
    /// <summary>All lines up to the first that is wrong, and what is wrong with that.</summary>
    public static (IReadOnlyList<ReadLine> Lines, LineFault Fault) ReadAll(ReadOnlySpan<byte> text, LinePrecision precision, long now)
    {
        var lines = new List<ReadLine>();
        var reader = new LineProtocolReader(text);
        while (reader.NextLine())
        {
            if (!TryRead(ref reader, precision, now, out var line, out var fault))
                return (lines, fault);
            lines.Add(line!);
        }
        return (lines, LineFault.None);
    }

    /// <summary>One line, when <see cref="LineProtocolReader.NextLine"/> moved to it.</summary>
    public static bool TryRead(ref LineProtocolReader reader, LinePrecision precision, long now, out ReadLine? line, out LineFault fault)
    {
        line = null;
        var key = new LineKeyReader(reader.Key);
        var tags = new List<(string Key, string Value)>();
        if (key.TryReadMeasurement())
        {
            while (key.TryReadTag())
                tags.Add((LineEscapes.NameOf(key.TagKey), LineEscapes.NameOf(key.TagValue)));
        }
        var fields = new List<(string, object)>();
        while (reader.NextField())
            fields.Add((LineEscapes.NameOf(reader.FieldName), ToObject(reader.Value)));
        fault = key.Fault != LineFault.None ? key.Fault : reader.Fault;
        if (fault != LineFault.None)
            return false;
        if (!reader.ReadTime(precision, now, out var time))
        {
            fault = reader.Fault;
            return false;
        }
        line = new ReadLine(LineEscapes.MeasurementOf(key.Measurement), [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)], fields, time);
        return true;
    }

    private static object ToObject(LineValue value) => value.Kind switch
    {
        LineValueKind.Float => value.Float,
        LineValueKind.Integer => value.Integer,
        LineValueKind.Unsigned => value.Unsigned,
        LineValueKind.Boolean => value.Boolean,
        _ => value.ToText(),
    };
}
