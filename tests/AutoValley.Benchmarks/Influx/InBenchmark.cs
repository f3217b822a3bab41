using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Benchmarks.Peers.Influx;
using AutoValley.Benchmarks.Peers.VictoriaMetrics;
using AutoValley.Benchmarks.Reports;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Influx;

/// <summary>The same bytes of line protocol to the <c>/write</c> of AutoValley and of VictoriaMetrics, which both have at last.</summary>
internal sealed class InBenchmark(InWorkload workload, Report report)
{
    private const string Path = "write?db=bench&precision=ms";

    // What is sealed while lines still come is counted too, as at a site.
    private static readonly TimeSpan SealAge = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellation)
    {
        report.Step("making the samples");
        var data = await DataSetCatalogue.CreateAsync("site", workload.Samples, cancellation);
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var own = await AutoValleyServer.StartAsync(System.IO.Path.Combine(folder.FullName, "autovalley"), SealAge, cancellation);
            using var http = new HttpPeer("AutoValley", own.HttpPort);
            await using var victoria = await VictoriaServer.StartAsync(System.IO.Path.Combine(folder.FullName, "victoria"), cancellation, "-influxSkipMeasurement");
            var (ours, theirs) = (new List<InResult>(), new List<InResult>());
            for (var round = 0; round < workload.Rounds; round++)
            {
                report.Step($"round {round + 1} of {workload.Rounds}");
                var moved = Move(data, round);
                var bodies = LineProtocol.Write(Slices.Cut(moved, (int)Math.Min(data.SampleCount, 25_000))).ToList();
                ours.Add(await MeasureAsync(http, own.Process, bodies, () => own.SealAsync(cancellation), cancellation));
                theirs.Add(await MeasureAsync(victoria.Http, victoria.Process, bodies, () => victoria.CompleteAsync(moved, cancellation), cancellation));
                Compare("AutoValley", moved, await InfluxFacts.GetAsync(moved, question => AskAsync(http, Within(question, moved), cancellation)));
                Compare("VictoriaMetrics", moved, await victoria.GetFactsAsync(moved, cancellation));
            }
            Add(data, ours, theirs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<InResult> MeasureAsync(
        HttpPeer http, PeerProcess process, List<ReadOnlyMemory<byte>> bodies, Func<Task> settle, CancellationToken cancellation)
    {
        var (cpu, clock) = (process.Cpu, Stopwatch.StartNew());
        await http.PostAllAsync(Path, bodies, cancellation);
        var (acknowledged, used) = (clock.Elapsed, process.Cpu - cpu);
        await settle();
        return new InResult(bodies.Sum(body => (long)body.Length), acknowledged, used, process.Cpu - cpu);
    }

    private void Compare(string name, DataSet data, Dictionary<SeriesKey, SeriesFacts> found)
    {
        foreach (var (key, expected) in SeriesFacts.Of(data))
        {
            var difference = "not there";
            if (!found.TryGetValue(key, out var fact) || !expected.Matches(fact, out difference))
                report.Difference($"{name}: {key.Vehicle} {key.Signal}: {difference}");
        }
    }

    private void Add(DataSet data, List<InResult> ours, List<InResult> theirs)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{data.SampleCount:N0} samples, {ours[0].Bytes / 1e6:F0} MB a round, {workload.Rounds} rounds in turn, medians");
        var table = new ReportTable($"Line protocol in: {size}", "store", "204 means", "samples/s", "CPU s per million, acknowledged", "CPU s per million, settled", "equal");
        foreach (var (name, durability, results) in new[] { ("AutoValley", "journal, fsync before the answer", ours), ("VictoriaMetrics 1.79", "in memory", theirs) })
        {
            table.Add(
                name, durability, (data.SampleCount / Median(results, one => one.Acknowledged.TotalSeconds)).ToString("N0", CultureInfo.InvariantCulture),
                PerMillion(results, one => one.AcknowledgedCpu), PerMillion(results, one => one.SettledCpu), report.HasDifference ? "see notes" : "yes");
        }
        report.Add(table);
        var ratio = Median(theirs, one => one.AcknowledgedCpu.TotalSeconds) / Median(ours, one => one.AcknowledgedCpu.TotalSeconds);
        var settled = Median(theirs, one => one.SettledCpu.TotalSeconds) / Median(ours, one => one.SettledCpu.TotalSeconds);
        report.Note(string.Create(CultureInfo.InvariantCulture, $"samples a CPU-second against VictoriaMetrics: {ratio:F2} times acknowledged, {settled:F2} times settled"));

        string PerMillion(List<InResult> results, Func<InResult, TimeSpan> cpu) =>
            (Median(results, one => cpu(one).TotalSeconds) * 1e6 / data.SampleCount).ToString("F3", CultureInfo.InvariantCulture);
    }

    private static double Median(List<InResult> results, Func<InResult, double> value) => results.Select(value).Order().ElementAt(results.Count / 2);

    private static string Within(string question, DataSet data) =>
        string.Create(CultureInfo.InvariantCulture, $"{question} AND time >= {data.Range.From} AND time < {data.Range.To}");

    private static async Task<JsonDocument> AskAsync(HttpPeer http, string question, CancellationToken cancellation)
    {
        await using var body = await http.PostFormAsync("query?db=bench&epoch=ms", [new("q", question)], cancellation);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
    }

    // The same values, as many spans later, with room between, as VictoriaMetrics' windows are a step wider.
    private static DataSet Move(DataSet data, int spans)
    {
        var nanos = spans * (data.Range.To - data.Range.From + UnixTime.NanosPerDay);
        return data with
        {
            Vehicles = [.. data.Vehicles.Select(vehicle => vehicle with { Groups = [.. vehicle.Groups.Select(group => group with { Times = Array.ConvertAll(group.Times, time => time + nanos) })] })],
            Range = new(data.Range.From + nanos, data.Range.To + nanos),
        };
    }
}
