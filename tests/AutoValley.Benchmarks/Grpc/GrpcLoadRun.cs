using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>One load against one server: connects, warms up, measures for a while, leaves.</summary>
internal sealed class GrpcLoadRun(GrpcPeer peer, GrpcLoad load)
{
    /// <summary>What the latencies of one run may take in memory: 8 B each.</summary>
    private const int MaximumMessages = 10_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);

    public async Task<GrpcResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress(await peer.AddressAsync(load.Delay, cancellation), new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var client = new LoadService.LoadServiceClient(channel);
        // As many messages as the time takes at the speed of the ones before.
        var first = await MeasureAsync(client, load.Parallel, cancellation);
        var warm = await MeasureAsync(client, Each(first, WarmUp), cancellation);
        return await MeasureAsync(client, Each(warm, duration), cancellation);
    }

    private int Each(GrpcResult before, TimeSpan time) => (int)Math.Clamp(before.PerSecond * time.TotalSeconds, load.Parallel, MaximumMessages);

    private async Task<GrpcResult> MeasureAsync(LoadService.LoadServiceClient client, int messages, CancellationToken cancellation)
    {
        var each = Math.Max(1, messages / load.Parallel);
        var latencies = new long[load.IsStream ? 0 : each * load.Parallel];
        var (cpu, start) = (peer.Process.Cpu, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, load.Parallel).Select(number => load.IsStream
            ? StreamAsync(client, each, cancellation)
            : CallAsync(client, latencies.AsMemory(number * each, each), cancellation)));
        var wall = Stopwatch.GetElapsedTime(start);
        return GrpcResult.Of((long)each * load.Parallel, wall, peer.Process.Cpu - cpu, latencies);
    }

    private async Task StreamAsync(LoadService.LoadServiceClient client, int count, CancellationToken cancellation)
    {
        using var call = client.Stream(new LoadRequest { Size = (ulong)load.Size, Count = (ulong)count }, cancellationToken: cancellation);
        var left = count;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            Check(call.ResponseStream.Current);
            left--;
        }
        if (left != 0)
            throw new BenchmarkException($"{peer.Name} left out {left} messages");
    }

    private async Task CallAsync(LoadService.LoadServiceClient client, Memory<long> latencies, CancellationToken cancellation)
    {
        var request = new LoadRequest { Size = (ulong)load.Size };
        for (var index = 0; index < latencies.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            Check(await client.UnaryAsync(request, cancellationToken: cancellation));
            latencies.Span[index] = Stopwatch.GetTimestamp() - start;
        }
    }

    private void Check(LoadResponse response)
    {
        if (response.Payload.Length != load.Size)
            throw new BenchmarkException($"{peer.Name} sent {response.Payload.Length} B instead of {load.Size}");
    }
}
