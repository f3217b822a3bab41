using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.VictoriaMetrics;

/// <summary>Asks VictoriaMetrics in MetricsQL, one request a question, without its cache of results.</summary>
internal sealed class VictoriaQueries(VictoriaServer server) : IQueryPeer
{
    public string Name => "VictoriaMetrics 1.79, HTTP";

    public Task<Timed<IReadOnlyDictionary<string, Buckets>>> AggregateAsync(BucketQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    public Task<Timed<long>> ExportAsync(ExportQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    private async Task<IReadOnlyDictionary<string, Buckets>> AskAsync(BucketQuestion question, CancellationToken cancellation)
    {
        var functions = question.HasMean ? """("min_over_time", "max_over_time", "avg_over_time")""" : """("min_over_time", "max_over_time")""";
        var selector = $$"""{{SpeedRecording.Signal}}{vehicle=~"{{string.Join('|', question.Vehicles)}}"}[{{question.EveryMillis}}.5ms]""";
        // Lengths are cut off to milliseconds as times are, hence the half. A window is (time - length, time]: it holds a bucket's milliseconds when it ends at the bucket's last one.
        var last = question.EveryMillis - 1;
        await using var body = await server.Http.PostFormAsync(
            "api/v1/query_range?nocache=1",
            [
                new("query", $"aggr_over_time({functions}, {selector})"),
                new("start", VictoriaServer.Seconds(question.FromMillis + last)),
                new("end", VictoriaServer.Seconds(question.ToMillis - 1)),
                new("step", VictoriaServer.Seconds(question.EveryMillis)),
            ],
            cancellation);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        var rows = new Dictionary<string, Dictionary<string, (long Start, double Value)[]>>(StringComparer.Ordinal);
        foreach (var result in json.RootElement.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            var metric = result.GetProperty("metric");
            var vehicle = metric.GetProperty("vehicle").GetString()!;
            if (!rows.TryGetValue(vehicle, out var columns))
                rows.Add(vehicle, columns = new(StringComparer.Ordinal));
            var values = result.GetProperty("values").EnumerateArray().Select(row => ToValue(row, last));
            columns.Add(metric.GetProperty("rollup").GetString()!, [.. values]);
        }
        return rows.ToDictionary(row => row.Key, row => ToBuckets(row.Value, question.HasMean));
    }

    private static Buckets ToBuckets(Dictionary<string, (long Start, double Value)[]> columns, bool hasMean)
    {
        var minima = columns["min_over_time"];
        return new Buckets(
            [.. minima.Select(row => row.Start)],
            [.. minima.Select(row => row.Value)],
            [.. columns["max_over_time"].Select(row => row.Value)],
            hasMean ? [.. columns["avg_over_time"].Select(row => row.Value)] : []);
    }

    private static (long Start, double Value) ToValue(JsonElement row, long last) =>
        ((long)Math.Round(row[0].GetDouble() * 1000) - last, double.Parse(row[1].GetString()!, CultureInfo.InvariantCulture));

    private async Task<long> AskAsync(ExportQuestion question, CancellationToken cancellation)
    {
        var match = Uri.EscapeDataString($$"""{{SpeedRecording.Signal}}{vehicle="{{question.Vehicle}}"}""");
        // reduce_mem_usage=1 streams blocks as they are stored, a line each, without collecting a series first.
        await using var body = await server.Http.GetAsync(
            $"api/v1/export?reduce_mem_usage=1&match[]={match}&start={VictoriaServer.Seconds(question.FromMillis)}&end={VictoriaServer.Seconds(question.ToMillis - 1)}", cancellation);
        var lines = new TextLines(body);
        var right = 0L;
        while (await lines.ReadAsync(cancellation) is { } line)
            right += ExportedLine.Check(line.Span, question);
        return Math.Abs(question.Times.Length - right);
    }

}
