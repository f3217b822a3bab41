using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>A client of @grpc/grpc-js, a process for each load.</summary>
internal sealed class GrpcJsClient(GrpcPeer peer) : IGrpcClient
{
    public async Task<(TimeSpan Wall, double[] Latencies)> RunAsync(GrpcLoad load, int each, CancellationToken cancellation)
    {
        var told = new TaskCompletionSource<string>();
        string[] arguments =
        [
            Path.Combine(Repository.Folder, "tests/AutoValley.Benchmarks/GrpcJs/client.js"),
            .. new[] { await peer.PortAsync(load.Delay, cancellation), load.IsStream ? "stream" : (object)"unary", load.Size, load.Parallel, each }
                .Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!),
        ];
        await using var stop = cancellation.Register(() => told.TrySetCanceled(cancellation));
        await using var process = PeerProcess.Start("node", arguments, "install Node.js 20", line => told.TrySetResult(line));
        using var answer = JsonDocument.Parse(await process.OrEndAsync(told.Task));
        return (
            TimeSpan.FromSeconds(answer.RootElement.GetProperty("seconds").GetDouble()),
            [.. answer.RootElement.GetProperty("latencies").EnumerateArray().Select(value => value.GetDouble())]);
    }

    public void Dispose()
    {
        // Nothing stays between loads.
    }
}
