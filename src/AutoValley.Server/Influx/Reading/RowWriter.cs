using System.Globalization;
using System.Text.Json;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Series and rows as InfluxDB's JSON.</summary>
internal sealed class RowWriter(Utf8JsonWriter json, LinePrecision? epoch)
{
    /// <summary>Begins a series and its values.</summary>
    public void Begin(SeriesPlan plan)
    {
        json.WriteStartObject();
        if (plan.Name is not null)
            json.WriteString("name", plan.Name);
        if (plan.Tags.Count > 0)
        {
            json.WriteStartObject("tags");
            foreach (var (key, value) in plan.Tags)
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        json.WriteStartArray("columns");
        foreach (var column in plan.Columns)
            json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteStartArray("values");
    }

    /// <summary>Writes a row.</summary>
    public void Write(SeriesPlan plan, QlRow row)
    {
        json.WriteStartArray();
        if (plan.HasTime && epoch is { } unit)
            json.WriteNumberValue(row.Time / unit.Nanos);
        else if (plan.HasTime)
            json.WriteStringValue(ToText(row.Time));
        foreach (var value in row.Values)
            Write(value);
        json.WriteEndArray();
    }

    /// <summary>Ends a series.</summary>
    /// <param name="isPartial">Whether more of it follows.</param>
    public void End(bool isPartial = false)
    {
        json.WriteEndArray();
        if (isPartial)
            json.WriteBoolean("partial", true);
        json.WriteEndObject();
    }

    // JSON has no word for what is no number.
    private void Write(SampleValue? value)
    {
        switch (value)
        {
            case { Type: SignalType.Double } number when double.IsFinite(number.Double):
                json.WriteNumberValue(number.Double);
                break;
            case { Type: SignalType.Integer } integer:
                json.WriteNumberValue(integer.Integer);
                break;
            case { Type: SignalType.Boolean } boolean:
                json.WriteBooleanValue(boolean.Boolean);
                break;
            case { Type: SignalType.Text } text:
                json.WriteStringValue(text.Text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    // RFC 3339 with as many decimals as there are.
    private static string ToText(long nanos)
    {
        var text = UnixTime.ToText(nanos).AsSpan().TrimEnd('Z').TrimEnd('0').TrimEnd('.');
        return string.Create(CultureInfo.InvariantCulture, $"{text}Z");
    }
}
