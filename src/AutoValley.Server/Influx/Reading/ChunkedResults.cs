using System.Buffers;
using System.Text.Json;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Reading;

/// <summary>A JSON object for each so many rows, a line each; what is not the last of its series and statement says so.</summary>
internal sealed class ChunkedResults(Utf8JsonWriter json, IBufferWriter<byte> output, LinePrecision? epoch, int chunkRows) : IResults
{
    private readonly RowWriter rows = new(json, epoch);
    private readonly List<QlRow> waiting = [];
    private SeriesPlan? current;
    private int statement;

    public void Begin(int number) => (statement, current) = (number, null);

    public void Add(SeriesPlan plan, IReadOnlyList<QlRow> some)
    {
        if (some.Count == 0)
            return;
        if (current is not null && current != plan)
            Write(isPartOfSeries: false, isPartOfStatement: true, null);
        current = plan;
        foreach (var row in some)
        {
            if (waiting.Count == chunkRows)
                Write(isPartOfSeries: true, isPartOfStatement: true, null);
            waiting.Add(row);
        }
    }

    public void End(string? error) => Write(isPartOfSeries: false, isPartOfStatement: false, error);

    public void Close() => json.Flush();

    private void Write(bool isPartOfSeries, bool isPartOfStatement, string? error)
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        json.WriteStartObject();
        json.WriteNumber("statement_id", statement);
        if (current is not null && waiting.Count > 0)
        {
            json.WriteStartArray("series");
            rows.Begin(current);
            foreach (var row in waiting)
                rows.Write(current, row);
            rows.End(isPartOfSeries);
            json.WriteEndArray();
            waiting.Clear();
        }
        if (isPartOfStatement)
            json.WriteBoolean("partial", true);
        if (error is not null)
            json.WriteString("error", error);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
        json.Reset();
    }
}
