using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Live;

/// <summary>A subscriber of one vehicle, which reads of a response no more than which batch it is of.</summary>
internal sealed class LiveWatcher : IDisposable
{
    private static readonly Method<SubscribeRequest, Seen> Subscribe = new(
        MethodType.ServerStreaming, LiveService.Descriptor.FullName, "Subscribe",
        Marshallers.Create(static (SubscribeRequest request, SerializationContext context) => context.Complete(request.ToByteArray()), static _ => new SubscribeRequest()),
        Marshallers.Create(static (Seen _, SerializationContext context) => context.Complete(), Seen.Read));

    private readonly AsyncServerStreamingCall<Seen> call;
    private readonly LiveFleet fleet;
    private readonly int vehicle;
    private readonly List<double> ages = [];

    private LiveWatcher(AsyncServerStreamingCall<Seen> call, LiveFleet fleet, int vehicle) => (this.call, this.fleet, this.vehicle) = (call, fleet, vehicle);

    /// <summary>Batches that the server says it left out.</summary>
    public long Dropped { get; private set; }

    /// <summary>Age of each batch when it came, ms.</summary>
    public IReadOnlyList<double> Ages => ages;

    /// <summary>Subscribes, and returns when live begins.</summary>
    public static async Task<LiveWatcher> OpenAsync(GrpcChannel channel, LiveFleet fleet, int vehicle, bool plain, CancellationToken cancellation)
    {
        var request = new SubscribeRequest
        {
            Vehicles = { fleet.Vehicles[vehicle].ToString() }, Encoding = plain ? SampleEncoding.Plain : SampleEncoding.Encoded,
        };
        var call = channel.CreateCallInvoker().AsyncServerStreamingCall(Subscribe, null, new CallOptions(cancellationToken: cancellation), request);
        return await call.ResponseStream.MoveNext(cancellation)
            ? new LiveWatcher(call, fleet, vehicle)
            : throw new BenchmarkException("a subscription ended at once");
    }

    /// <summary>Reads so many batches; each is one response.</summary>
    public async Task ReadAsync(int count, CancellationToken cancellation)
    {
        ages.Clear();
        for (var left = count; left > 0;)
        {
            if (!await call.ResponseStream.MoveNext(cancellation))
                throw new BenchmarkException("a subscription ended");
            var seen = call.ResponseStream.Current;
            if (seen.BaseTime is { } time)
                ages.Add(fleet.AgeOf(vehicle, time).TotalMilliseconds);
            else
                Dropped += seen.Dropped;
            left -= seen.BaseTime is null ? seen.Dropped : 1;
        }
    }

    public void Dispose() => call.Dispose();

    private sealed record Seen(long? BaseTime, int Dropped)
    {
        // SubscribeResponse.samples, and in it LiveSamples.vehicle and base_time, which generated code writes first.
        public static Seen Read(DeserializationContext context)
        {
            var bytes = context.PayloadAsReadOnlySequence();
            var first = bytes.FirstSpan;
            if (first.IsEmpty || first[0] != 0x0A)
                return new Seen(null, (int)(SubscribeResponse.Parser.ParseFrom(bytes).Dropped?.Batches ?? 0));
            var head = new CodedInputStream(first[..Math.Min(first.Length, 256)].ToArray());
            head.ReadTag();
            head.ReadLength();
            for (var tag = head.ReadTag(); ; tag = head.ReadTag())
            {
                if (tag == 0x11)
                    return new Seen(head.ReadSFixed64(), 0);
                head.SkipLastField();
            }
        }
    }
}
