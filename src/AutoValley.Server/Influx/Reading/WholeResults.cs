using System.Text.Json;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Reading;

/// <summary>All answers in one JSON object.</summary>
internal sealed class WholeResults : IResults
{
    private readonly Utf8JsonWriter json;
    private readonly RowWriter rows;
    private SeriesPlan? current;
    private bool hasSeries;

    public WholeResults(Utf8JsonWriter json, LinePrecision? epoch)
    {
        (this.json, rows) = (json, new RowWriter(json, epoch));
        json.WriteStartObject();
        json.WriteStartArray("results");
    }

    public void Begin(int statement)
    {
        (current, hasSeries) = (null, false);
        json.WriteStartObject();
        json.WriteNumber("statement_id", statement);
    }

    public void Add(SeriesPlan plan, IReadOnlyList<QlRow> some)
    {
        if (some.Count == 0)
            return;
        if (plan != current)
        {
            if (!hasSeries)
                json.WriteStartArray("series");
            if (current is not null)
                rows.End();
            rows.Begin(plan);
            (current, hasSeries) = (plan, true);
        }
        foreach (var row in some)
            rows.Write(plan, row);
    }

    public void End(string? error)
    {
        if (current is not null)
            rows.End();
        if (hasSeries)
            json.WriteEndArray();
        if (error is not null)
            json.WriteString("error", error);
        json.WriteEndObject();
    }

    public void Close()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }
}
