using System.Globalization;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>The endpoint beside foreign brokers: the same load on each in turn, round by round; medians of the rounds.</summary>
internal sealed class MqttBenchmark(IReadOnlyList<string> peers, IReadOnlyList<LoadCase> cases, int rounds, TimeSpan duration)
{
    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var measured = new PeerRounds<Broker, LoadCase, LoadResult>(report, broker => broker.Name);
        await measured.StartAsync(peers, name => Broker.StartAsync(name, cancellation));
        foreach (var group in cases.GroupBy(load => load.Idle))
            await RunAsync(measured, group, report, cancellation);
        report.Note("MQTT 3.1.1, 200 B, one subscriber gets everything; a publish is done when the subscriber has it. No peer keeps anything on disk.");
        report.Add(Table(measured));
    }

    // With their idle connections open from the first to the last.
    private async Task RunAsync(
        PeerRounds<Broker, LoadCase, LoadResult> measured, IGrouping<int, LoadCase> loads, Report report, CancellationToken cancellation)
    {
        var idle = new List<IdleClients>();
        try
        {
            if (loads.Key > 0)
            {
                report.Step($"{loads.Key} idle connections to each");
                foreach (var broker in measured.Peers)
                    idle.Add(await IdleClients.OpenAsync(broker, 0, loads.Key, cancellation));
            }
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var load in loads)
                {
                    await measured.MeasureAsync(
                        load, $"round {round} of {rounds}: {load}", broker => new LoadRun(broker, load).RunAsync(duration, cancellation));
                }
            }
        }
        finally
        {
            foreach (var clients in idle)
                await clients.DisposeAsync();
        }
    }

    private ReportTable Table(PeerRounds<Broker, LoadCase, LoadResult> measured)
    {
        var table = new ReportTable("MQTT endpoint", "load", "peer", "publishes/s", "CPU µs each", "p50 µs", "p99 µs", "CPU of the first one to its");
        foreach (var load in cases)
        {
            var first = LoadResult.MedianOf(measured.Of(load, measured.Names[0]));
            foreach (var peer in measured.Names)
            {
                var median = LoadResult.MedianOf(measured.Of(load, peer));
                table.Add(
                    load.ToString(), peer, Number(median.PerSecond, "N0"), Number(median.CpuMicros, "N2"), Number(median.Median, "N0"), Number(median.Slow, "N0"),
                    Number(first.CpuMicros / median.CpuMicros, "N2") + " ×");
            }
        }
        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
