using System.Globalization;
using System.Text;
using AutoValley.Server.Influx;

namespace AutoValley.Server.Observability;

/// <summary>What InfluxDB's clients write and ask (<c>/write</c>, <c>/query</c>), in Prometheus' text format.</summary>
internal static class InfluxApiMetrics
{
    public static void Add(StringBuilder text, InfluxCounters influx)
    {
        PrometheusText.Head(text, "autovalley_influx_api_bodies_total", "counter", "Bodies of line protocol, by whether they were read.");
        foreach (var (outcome, count) in new[] { ("read", influx.Bodies), ("refused", influx.BodiesRefused) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_influx_api_bodies_total{{outcome=\"{outcome}\"}} {count}\n");
        PrometheusText.Add(text, "autovalley_influx_api_received_bytes_total", "counter", "Bytes of those that were read, unpacked.", influx.BodyBytes);
        PrometheusText.Head(text, "autovalley_influx_api_lines_total", "counter", "Their lines, by what became of them.");
        foreach (var (outcome, count) in new[] { ("durable", influx.LinesTaken), ("refused", influx.LinesRefused) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_influx_api_lines_total{{outcome=\"{outcome}\"}} {count}\n");
        PrometheusText.Head(text, "autovalley_influx_api_statements_total", "counter", "Statements of InfluxQL, by how they were answered.");
        foreach (var (outcome, count) in new[] { ("answered", influx.Statements - influx.StatementsFailed), ("failed", influx.StatementsFailed) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_influx_api_statements_total{{outcome=\"{outcome}\"}} {count}\n");
    }
}
