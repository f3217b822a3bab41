using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>Our client, in this process. It counts bytes as the other one does; what decoding them costs is the message class's.</summary>
internal sealed class OwnClient(GrpcPeer peer) : IGrpcClient
{
    private static readonly Method<LoadRequest, Counted> Stream = Method(MethodType.ServerStreaming, "Stream");
    private static readonly Method<LoadRequest, Counted> Unary = Method(MethodType.Unary, "Unary");

    private GrpcChannel? channel;

    public async Task<(TimeSpan Wall, double[] Latencies)> RunAsync(GrpcLoad load, int each, CancellationToken cancellation)
    {
        channel ??= GrpcChannel.ForAddress(
            $"http://127.0.0.1:{await peer.PortAsync(load.Delay, cancellation)}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var client = channel.CreateCallInvoker();
        var latencies = new double[load.IsStream ? 0 : each * load.Parallel];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, load.Parallel).Select(number => load.IsStream
            ? StreamAsync(client, load, each, cancellation)
            : CallAsync(client, load, latencies.AsMemory(number * each, each), cancellation)));
        return (Stopwatch.GetElapsedTime(start), latencies);
    }

    public void Dispose() => channel?.Dispose();

    private async Task StreamAsync(CallInvoker client, GrpcLoad load, int count, CancellationToken cancellation)
    {
        using var call = client.AsyncServerStreamingCall(
            Stream, null, new CallOptions(cancellationToken: cancellation), new LoadRequest { Size = (ulong)load.Size, Count = (ulong)count });
        var left = count;
        for (; await call.ResponseStream.MoveNext(cancellation); left--)
            Check(call.ResponseStream.Current, load);
        if (left != 0)
            throw new BenchmarkException($"{peer.Name} left out {left} messages");
    }

    private async Task CallAsync(CallInvoker client, GrpcLoad load, Memory<double> latencies, CancellationToken cancellation)
    {
        var request = new LoadRequest { Size = (ulong)load.Size };
        for (var index = 0; index < latencies.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            Check(await client.AsyncUnaryCall(Unary, null, new CallOptions(cancellationToken: cancellation), request), load);
            latencies.Span[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }

    private void Check(Counted response, GrpcLoad load)
    {
        if (response.Bytes < load.Size)
            throw new BenchmarkException($"{peer.Name} sent {response.Bytes} B instead of {load.Size}");
    }

    private static Method<LoadRequest, Counted> Method(MethodType type, string name) => new(
        type, LoadService.Descriptor.FullName, name,
        Marshallers.Create(static (LoadRequest request, SerializationContext context) => context.Complete(request.ToByteArray()), static _ => new LoadRequest()),
        Marshallers.Create(static (Counted _, SerializationContext context) => context.Complete(), static context => new Counted(context.PayloadLength)));

    private sealed record Counted(int Bytes);
}
