using System.Globalization;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Live;

/// <summary>A server process; this process is the fleet and the watchers, on the same cores.</summary>
internal sealed class LiveBenchmark(LiveWorkload workload, Report report)
{
    private const int Channels = 10;
    private const int Loads = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly List<(string Load, double Median, double Slow, double Slowest, double Cpu)> results = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            var span = (workload.Duration + WarmUp) * (workload.Rounds * Loads);
            await using var fleet = await LiveFleet.OpenAsync(server.Mqtt, workload.Vehicles, span + WarmUp, cancellation);
            for (var round = 1; round <= workload.Rounds; round++)
            {
                report.Step($"round {round} of {workload.Rounds}");
                await RunAsync("1 subscriber", server, fleet, 1, frozen: false, cancellation);
                await RunAsync($"{workload.Subscribers} subscribers", server, fleet, workload.Subscribers, frozen: false, cancellation);
                await RunAsync($"{workload.Subscribers} subscribers, one more frozen", server, fleet, workload.Subscribers, frozen: true, cancellation);
            }
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{workload.Vehicles} vehicles, {workload.Vehicles * 10 * fleet.SamplesABatch:N0} samples/s in {workload.Vehicles * 10:N0} batches/s over MQTT QoS 1, synced before PUBACK; columns {(workload.Plain ? "plain" : "as sent")}; age since the batch was to be published"));
            report.Add(Table());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string load, ServerProcess server, LiveFleet fleet, int count, bool frozen, CancellationToken cancellation)
    {
        var channels = Enumerable.Range(0, Math.Min(count, Channels) + 1).Select(_ => GrpcChannel.ForAddress(server.Grpc)).ToArray();
        var watchers = new List<LiveWatcher>();
        try
        {
            using var silent = frozen ? await LiveWatcher.OpenAsync(channels[^1], fleet, 0, workload.Plain, cancellation) : null;
            for (var number = 0; number < count; number++)
                watchers.Add(await LiveWatcher.OpenAsync(channels[number % (channels.Length - 1)], fleet, number % workload.Vehicles, workload.Plain, cancellation));
            await MeasureAsync(fleet, watchers, WarmUp, cancellation);
            var cpu = server.Cpu;
            await MeasureAsync(fleet, watchers, workload.Duration, cancellation);
            cpu = server.Cpu - cpu;
            double[] ages = [.. watchers.SelectMany(watcher => watcher.Ages).Order()];
            if (watchers.Sum(watcher => watcher.Dropped) is > 0 and var dropped)
                report.Difference($"{load}: the server left out {dropped} batches");
            results.Add((load, ages[ages.Length / 2], ages[(int)((ages.Length - 1) * 0.99)], ages[^1], cpu / workload.Duration));
        }
        finally
        {
            watchers.ForEach(watcher => watcher.Dispose());
            foreach (var channel in channels)
                channel.Dispose();
        }
    }

    private static async Task MeasureAsync(LiveFleet fleet, List<LiveWatcher> watchers, TimeSpan span, CancellationToken cancellation)
    {
        var each = LiveFleet.BatchesIn(span);
        var reading = Task.WhenAll(watchers.Select(watcher => watcher.ReadAsync(each, cancellation)));
        await fleet.PublishAsync(each, cancellation);
        await reading;
    }

    private ReportTable Table()
    {
        var table = new ReportTable("publish → gRPC subscriber", "load", "rounds", "p50 ms", "p99 ms", "slowest ms", "server, cores");
        foreach (var load in results.GroupBy(result => result.Load))
        {
            string Middle(Func<(string, double Median, double Slow, double Slowest, double Cpu), double> figure) =>
                load.Select(result => figure(result)).Order().ElementAt(load.Count() / 2).ToString("N2", CultureInfo.InvariantCulture);
            table.Add(load.Key, $"{load.Count()}", Middle(one => one.Median), Middle(one => one.Slow), Middle(one => one.Slowest), Middle(one => one.Cpu));
        }
        return table;
    }
}
