using System.Collections.Concurrent;
using System.Globalization;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Benchmarks.Watch;

/// <summary>A server process; this process is the fleet and the watchers, on the same cores. Vehicles go round on a made-up ground of 100 zones.</summary>
internal sealed class WatchBenchmark(int vehicles, int watchers, Report report)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public async Task RunAsync(int rounds, TimeSpan span, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            await WatchFleet.ImportMapAsync(server.Grpc, cancellation);
            await using var fleet = await WatchFleet.OpenAsync(server.Mqtt, vehicles, cancellation);
            await fleet.PublishAsync(WarmUp, cancellation);
            var table = new ReportTable("place published → WatchOccupancy", "round", "places", "told", "p50 ms", "p99 ms", "slowest ms", "server, cores");
            for (var round = 1; round <= rounds; round++)
            {
                report.Step($"round {round} of {rounds}");
                table.Add(await RoundAsync(round, server, fleet, span, cancellation));
            }
            report.Note($"{vehicles} vehicles at 100 Hz in {vehicles * 10} batches/s over MQTT QoS 1, synced before they are judged; {watchers} watchers; age of a batch's newest place when a watcher has it");
            report.Add(table);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string[]> RoundAsync(int round, ServerProcess server, WatchFleet fleet, TimeSpan span, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ages = new ConcurrentBag<double>();
        var reading = Enumerable.Range(0, watchers).Select(_ => ReadAsync(server.Grpc, ages, end.Token)).ToArray();
        var (cpu, batches) = (server.Cpu, await fleet.PublishAsync(span, cancellation));
        cpu = server.Cpu - cpu;
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        await end.CancelAsync();
        await Task.WhenAll(reading);
        double[] all = [.. ages.Order()];
        string Text(double number) => number.ToString("N2", CultureInfo.InvariantCulture);
        return
        [
            $"{round}", $"{batches * WatchFleet.PlacesABatch:N0}", $"{all.Length / watchers:N0}", Text(all[all.Length / 2]), Text(all[(int)((all.Length - 1) * 0.99)]), Text(all[^1]),
            Text(cpu / span),
        ];
    }

    private static async Task ReadAsync(Uri server, ConcurrentBag<double> ages, CancellationToken end)
    {
        using var channel = GrpcChannel.ForAddress(server);
        using var call = new SiteService.SiteServiceClient(channel).WatchOccupancy(new WatchOccupancyRequest(), cancellationToken: end);
        try
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync(end))
            {
                var now = UnixTime.Now(TimeProvider.System);
                foreach (var vehicle in response.Changes?.Vehicles ?? [])
                    ages.Add((now - vehicle.EventTime) / 1e6);
            }
        }
        catch (RpcException cancelled) when (cancelled.StatusCode == StatusCode.Cancelled)
        {
            // The round is over.
        }
        catch (OperationCanceledException)
        {
            // The same.
        }
    }
}
