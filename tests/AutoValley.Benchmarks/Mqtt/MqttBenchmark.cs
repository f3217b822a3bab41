using System.Globalization;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>The endpoint beside foreign brokers: the same load on each in turn, round by round; medians of the rounds.</summary>
internal sealed class MqttBenchmark(IReadOnlyList<string> peers, IReadOnlyList<LoadCase> cases, int rounds, TimeSpan duration)
{
    private readonly Dictionary<(LoadCase Load, string Peer), List<LoadResult>> results = [];

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var brokers = new List<Broker>();
        try
        {
            foreach (var peer in peers)
                await StartAsync(peer, brokers, report, cancellation);
            foreach (var group in cases.GroupBy(load => load.Idle))
                await RunAsync(brokers, group, report, cancellation);
        }
        finally
        {
            foreach (var broker in brokers)
                await broker.DisposeAsync();
        }
        report.Note("MQTT 3.1.1, 200 B, one subscriber gets everything; a publish is done when the subscriber has it. No peer keeps anything on disk.");
        report.Add(Table([.. brokers.Select(broker => broker.Name)]));
    }

    private static async Task StartAsync(string peer, List<Broker> brokers, Report report, CancellationToken cancellation)
    {
        try
        {
            brokers.Add(await Broker.StartAsync(peer, cancellation));
        }
        catch (BenchmarkException absent)
        {
            report.Note($"without {peer}: {absent.Message}");
        }
    }

    // With their idle connections open from the first to the last.
    private async Task RunAsync(List<Broker> brokers, IGrouping<int, LoadCase> loads, Report report, CancellationToken cancellation)
    {
        var idle = new List<IdleClients>();
        try
        {
            if (loads.Key > 0)
            {
                report.Step($"{loads.Key} idle connections to each");
                foreach (var broker in brokers)
                    idle.Add(await IdleClients.OpenAsync(broker, 0, loads.Key, cancellation));
            }
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var load in loads)
                    await RunAsync(brokers, load, $"round {round} of {rounds}: {load}", report, cancellation);
            }
        }
        finally
        {
            foreach (var clients in idle)
                await clients.DisposeAsync();
        }
    }

    private async Task RunAsync(List<Broker> brokers, LoadCase load, string what, Report report, CancellationToken cancellation)
    {
        report.Step(what);
        foreach (var broker in brokers)
        {
            var result = await new LoadRun(broker, load).RunAsync(duration, cancellation);
            if (!results.TryGetValue((load, broker.Name), out var list))
                results[(load, broker.Name)] = list = [];
            list.Add(result);
        }
    }

    private ReportTable Table(string[] measured)
    {
        var table = new ReportTable("MQTT endpoint", "load", "peer", "publishes/s", "CPU µs each", "p50 µs", "p99 µs", "CPU of the first one to its");
        foreach (var load in cases)
        {
            var first = LoadResult.MedianOf(results[(load, measured[0])]);
            foreach (var peer in measured)
            {
                var median = LoadResult.MedianOf(results[(load, peer)]);
                table.Add(
                    load.ToString(), peer, Number(median.PerSecond, "N0"), Number(median.CpuMicros, "N2"), Number(median.Median, "N0"), Number(median.Slow, "N0"),
                    Number(first.CpuMicros / median.CpuMicros, "N2") + " ×");
            }
        }
        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
