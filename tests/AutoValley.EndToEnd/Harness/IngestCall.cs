using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using Values = AutoValley.Telemetry.Values;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A client of IngestService.Publish that may be as odd as a test wants; everything goes to one session and its signal 1.</summary>
public sealed class IngestCall : IDisposable
{
    private readonly AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call;

    private IngestCall(AsyncDuplexStreamingCall<PublishRequest, PublishResponse> call) => this.call = call;

    public SessionId Session { get; private init; } = SessionId.New();

    public static async Task<IngestCall> BeginAsync(
        ServerUnderTest server, string vehicle, Telemetry.SignalType type = Telemetry.SignalType.Double, SessionId? session = null)
    {
        var begun = new IngestCall(new IngestService.IngestServiceClient(server.Channel).Publish()) { Session = session ?? SessionId.New() };
        await begun.SendAsync(new PublishRequest { Hello = new PublishHello { Vehicle = vehicle } });
        await begun.DeclareAsync([new Telemetry.SignalDefinition(1, "Odd.Signal", type)]);
        return begun;
    }

    public Task DeclareAsync(IReadOnlyList<Telemetry.SignalDefinition> signals) =>
        SendAsync(new PublishRequest { Catalog = ByteString.CopyFrom(CatalogCodec.Write(Session, signals)) });

    public Task SendAsync(byte[] batch) => SendAsync(new PublishRequest { Batch = UnsafeByteOperations.UnsafeWrap(batch) });

    /// <summary>Sends a batch as a proto, with its checksum.</summary>
    public Task SendAsync(Batch batch)
    {
        batch.Session = ByteString.CopyFrom(Session.ToByteArray());
        var bytes = batch.ToByteArray();
        return SendAsync([.. bytes, 0x7D, .. BitConverter.GetBytes(Crc32C.Compute(bytes))]);
    }

    public Task SendAsync(ulong sequence, long[] times, Values values)
    {
        var writer = new BatchWriter();
        writer.AddColumn(1, writer.AddTimes(times), values);
        return SendAsync(writer.ToPayload(Session, sequence, times[0], times[0], new Telemetry.Batches.ClockQuality(default, null, null)));
    }

    /// <summary>Half-closes and gives all responses; throws as the call ends.</summary>
    public async Task<List<PublishResponse>> FinishAsync()
    {
        await call.RequestStream.CompleteAsync();
        List<PublishResponse> responses = [];
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            responses.Add(response);
        return responses;
    }

    /// <summary>Waits until a batch is acknowledged.</summary>
    /// <exception cref="RpcException">It cannot be.</exception>
    public async Task DurableAsync(ulong sequence)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Watermark?.Durable.Any(range => range.First <= sequence && sequence <= range.Last) == true)
                return;
        }
        throw new InvalidOperationException($"the call ended before batch {sequence} was acknowledged");
    }

    public void Dispose() => call.Dispose();

    private Task SendAsync(PublishRequest request) => call.RequestStream.WriteAsync(request);
}
