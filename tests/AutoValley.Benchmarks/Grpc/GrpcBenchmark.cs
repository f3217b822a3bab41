using System.Globalization;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>Our gRPC server beside a foreign one, read by our client: the same load on each in turn, round by round; medians of the rounds.</summary>
internal sealed class GrpcBenchmark(IReadOnlyList<string> peers, IReadOnlyList<GrpcLoad> loads, int rounds, TimeSpan duration)
{
    private readonly Dictionary<(GrpcLoad Load, string Peer), List<GrpcResult>> results = [];

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var servers = new List<GrpcPeer>();
        try
        {
            foreach (var peer in peers)
                await StartAsync(peer, servers, report, cancellation);
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var load in loads)
                    await RunAsync(servers, load, $"round {round} of {rounds}: {load}", report, cancellation);
            }
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
        report.Note("h2c over one connection; autovalley and grpc-js are read by our client, grpc-js-both by a client of @grpc/grpc-js; the clients check lengths and decode nothing.");
        report.Add(Table([.. servers.Select(server => server.Name)]));
    }

    private static async Task StartAsync(string peer, List<GrpcPeer> servers, Report report, CancellationToken cancellation)
    {
        try
        {
            servers.Add(await GrpcPeer.StartAsync(peer, cancellation));
        }
        catch (BenchmarkException absent)
        {
            report.Note($"without {peer}: {absent.Message}");
        }
    }

    private async Task RunAsync(List<GrpcPeer> servers, GrpcLoad load, string what, Report report, CancellationToken cancellation)
    {
        report.Step(what);
        foreach (var server in servers)
        {
            var result = await GrpcLoadRun.RunAsync(server, load, duration, cancellation);
            if (!results.TryGetValue((load, server.Name), out var list))
                results[(load, server.Name)] = list = [];
            list.Add(result);
        }
    }

    private ReportTable Table(string[] measured)
    {
        var table = new ReportTable(
            "gRPC server", "load", "peer", "messages/s", "MB/s", "CPU µs each", "p50 µs", "p99 µs", "speed to the last", "CPU of the last to its");
        foreach (var load in loads)
        {
            var last = GrpcResult.MedianOf(results[(load, measured[^1])]);
            foreach (var peer in measured)
            {
                var median = GrpcResult.MedianOf(results[(load, peer)]);
                table.Add(
                    load.ToString(), peer, Number(median.PerSecond, "N0"), Number(median.PerSecond * load.Size / 1e6, "N1"), Number(median.CpuMicros, "N2"),
                    Number(median.Median, "N0"), Number(median.Slow, "N0"), Number(median.PerSecond / last.PerSecond, "N2") + " ×",
                    Number(last.CpuMicros / median.CpuMicros, "N2") + " ×");
            }
        }
        return table;
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
