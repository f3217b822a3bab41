using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Accept;

/// <summary>Spans without and with queries in turns; publisher, readers and server share the machine.</summary>
internal sealed class AcceptBenchmark(AcceptWorkload workload, Report report)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await AutoValleyServer.StartAsync(folder.FullName, TimeSpan.FromSeconds(5), cancellation);
            report.Step($"filling with {workload.Samples:N0} samples");
            var data = new DataSet("speed", [SpeedRecording.Create(workload.Samples, 1).Vehicles[0]]);
            await GrpcSender.SendAsync(WireBatches.Encode(data, [.. Slices.Cut(data, 100_000)]), server.Channel, cancellation);
            await server.SealAsync(cancellation);
            await using var publisher = await Publisher.OpenAsync(server.Mqtt, workload.Span * workload.Rounds * 2, cancellation);
            await publisher.PublishAsync(TimeSpan.FromSeconds(1), cancellation);

            List<TimeSpan> alone = [], beside = [];
            var answers = 0L;
            for (var round = 1; round <= workload.Rounds; round++)
            {
                report.Step($"round {round} of {workload.Rounds}");
                alone.AddRange(await publisher.PublishAsync(workload.Span, cancellation));
                await using var queries = new LongQueries(server.Channel, data.Vehicles[0].Name, workload.Queries);
                beside.AddRange(await publisher.PublishAsync(workload.Span, cancellation));
                answers += queries.Answers;
            }
            var table = new ReportTable(
                "Time from PUBLISH to PUBACK, 100 batches of the site workload a second, each synced before it is acknowledged",
                "acknowledged", "batches", "p50", "p99", "longest");
            table.Add(Row("alone", alone));
            table.Add(Row($"beside {workload.Queries} long queries", beside));
            report.Add(table);
            var peak = server.Process.PeakResidentBytes / 1e6;
            report.Note($"{answers} queries over {workload.Samples:N0} samples came to their end meanwhile; the server's memory was {peak:F0} MB at most");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Row(string name, List<TimeSpan> times)
    {
        times.Sort();
        return [name, $"{times.Count:N0}", At(0.5), At(0.99), At(1)];

        string At(double part) => $"{times[Math.Min(times.Count - 1, (int)(part * times.Count))].TotalMilliseconds:F2} ms";
    }
}
