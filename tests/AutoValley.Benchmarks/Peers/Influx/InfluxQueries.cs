using System.Buffers.Text;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.Influx;

/// <summary>Asks InfluxDB in InfluxQL.</summary>
internal sealed class InfluxQueries(InfluxServer server) : IQueryPeer
{
    public string Name => "InfluxDB 1.6, HTTP";

    public Task<Timed<IReadOnlyDictionary<string, Buckets>>> AggregateAsync(BucketQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    public Task<Timed<long>> ExportAsync(ExportQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    private async Task<IReadOnlyDictionary<string, Buckets>> AskAsync(BucketQuestion question, CancellationToken cancellation)
    {
        var mean = question.HasMean ? $", mean(\"{SpeedRecording.Signal}\")" : "";
        var vehicles = string.Join(" OR ", question.Vehicles.Select(vehicle => $"vehicle = '{vehicle}'"));
        using var json = await server.QueryAsync(
            $"SELECT min(\"{SpeedRecording.Signal}\"), max(\"{SpeedRecording.Signal}\"){mean} FROM telemetry WHERE ({vehicles}) "
            + $"AND time >= {question.FromMillis}ms AND time < {question.ToMillis}ms GROUP BY time({question.EveryMillis}ms), vehicle fill(none)",
            cancellation);
        var found = new Dictionary<string, Buckets>(StringComparer.Ordinal);
        foreach (var series in json.RootElement.GetProperty("results")[0].GetProperty("series").EnumerateArray())
        {
            var rows = new BucketRows();
            foreach (var row in series.GetProperty("values").EnumerateArray())
                rows.Add(row[0].GetInt64(), row[1].GetDouble(), row[2].GetDouble(), question.HasMean ? row[3].GetDouble() : null);
            found.Add(series.GetProperty("tags").GetProperty("vehicle").GetString()!, rows.ToBuckets());
        }
        return found;
    }

    private async Task<long> AskAsync(ExportQuestion question, CancellationToken cancellation)
    {
        await using var body = await server.CsvAsync(
            $"SELECT \"{SpeedRecording.Signal}\" FROM telemetry WHERE vehicle = '{question.Vehicle}' "
            + $"AND time >= {question.FromMillis}ms AND time < {question.ToMillis}ms",
            cancellation);
        var lines = new TextLines(body);
        var (position, wrong) = (0, 0L);
        while (await lines.ReadAsync(cancellation) is { } line)
        {
            if (line.Span.StartsWith("telemetry,"u8))
                wrong += Matches(line.Span, question, position++) ? 0 : 1;
        }
        return wrong + Math.Abs(question.Times.Length - position);
    }

    // telemetry,,1767571200000,50.02
    private static bool Matches(ReadOnlySpan<byte> line, ExportQuestion question, int position)
    {
        var fields = line["telemetry,,".Length..];
        return Utf8Parser.TryParse(fields, out long time, out var used)
            && Utf8Parser.TryParse(fields[(used + 1)..], out double value, out _)
            && question.Matches(position, time, value);
    }
}
