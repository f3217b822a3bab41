using System.Globalization;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>Our gRPC server beside a foreign one, read by our client: the same load on each in turn, round by round; medians of the rounds.</summary>
internal sealed class GrpcBenchmark(IReadOnlyList<string> peers, IReadOnlyList<GrpcLoad> loads, int rounds, TimeSpan duration)
{
    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var measured = new PeerRounds<GrpcPeer, GrpcLoad, GrpcResult>(report, peer => peer.Name);
        await measured.StartAsync(peers, name => GrpcPeer.StartAsync(name, cancellation));
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var load in loads)
                await measured.MeasureAsync(load, $"round {round} of {rounds}: {load}", peer => GrpcLoadRun.RunAsync(peer, load, duration, cancellation));
        }
        report.Note("h2c over one connection; autovalley and grpc-js are read by our client, grpc-js-both by a client of @grpc/grpc-js; the clients check lengths and decode nothing.");
        report.Add(Table(measured));
    }

    private ReportTable Table(PeerRounds<GrpcPeer, GrpcLoad, GrpcResult> measured)
    {
        var table = new ReportTable(
            "gRPC server", "load", "peer", "messages/s", "MB/s", "CPU µs each", "p50 µs", "p99 µs", "speed to the last", "CPU of the last to its");
        foreach (var load in loads)
        {
            var last = GrpcResult.MedianOf(measured.Of(load, measured.Names[^1]));
            foreach (var peer in measured.Names)
            {
                var median = GrpcResult.MedianOf(measured.Of(load, peer));
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
