using System.Globalization;
using System.Text;
using AutoValley.Storage.Influx;

namespace AutoValley.Server.Observability;

/// <summary>How sealing to an InfluxDB goes, in Prometheus' text format. What is served to InfluxDB's clients is counted by <see cref="InfluxApiMetrics"/>.</summary>
internal static class InfluxMetrics
{
    public static void Add(StringBuilder text, RemoteStatistics influx)
    {
        PrometheusText.Head(text, "autovalley_influx_info", "gauge", "1, with what InfluxDB speaks and its version, as far as it said.");
        // As the setting Influx:Dialect says it.
        var dialect = influx.Dialect.ToString().ToLowerInvariant();
        text.Append(CultureInfo.InvariantCulture, $"autovalley_influx_info{{dialect=\"{dialect}\",version=\"{PrometheusText.Escape(influx.Version)}\"}} 1\n");
        PrometheusText.Add(text, "autovalley_influx_up", "gauge", "1 while InfluxDB takes samples, as far as is known.", influx.DownSince is null ? 1 : 0);
        PrometheusText.Add(text, "autovalley_influx_requests_total", "counter", "Requests to write whose samples are stored.", influx.Requests);
        PrometheusText.Add(text, "autovalley_influx_retries_total", "counter", "Requests that came to nothing and were made again.", influx.Retries);
        PrometheusText.Add(text, "autovalley_influx_in_flight", "gauge", "Requests to write under way.", influx.InFlight);
        PrometheusText.Add(text, "autovalley_influx_in_flight_allowed", "gauge", "Requests to write that may be under way.", influx.AllowedInFlight);
        PrometheusText.Add(text, "autovalley_influx_refused_total", "counter", "Lines, and columns with samples, that InfluxDB cannot keep: dead letters.", influx.Refused);
    }
}
