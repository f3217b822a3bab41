using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>Publishes batches over IngestService, a call a vehicle and two at a time; a call's end says durable.</summary>
internal static class GrpcSender
{
    private const int Calls = 2;

    public static Task SendAsync(WireBatches wire, GrpcChannel channel, CancellationToken cancellation)
    {
        var client = new IngestService.IngestServiceClient(channel);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Calls, CancellationToken = cancellation };
        return Parallel.ForEachAsync(
            wire.Batches.GroupBy(batch => batch.Vehicle), options, async (vehicle, stop) => await SendAsync(client, vehicle, stop));
    }

    private static async Task SendAsync(
        IngestService.IngestServiceClient client, IGrouping<WireVehicle, WireBatch> vehicle, CancellationToken cancellation)
    {
        using var call = client.Publish(cancellationToken: cancellation);
        var answers = ReadAsync(call.ResponseStream, cancellation);
        var name = vehicle.Key.Name.ToString();
        var requests = call.RequestStream;
        await requests.WriteAsync(new PublishRequest { Hello = new PublishHello { Vehicle = name } }, cancellation);
        await requests.WriteAsync(new PublishRequest { Catalog = UnsafeByteOperations.UnsafeWrap(vehicle.Key.Catalog) }, cancellation);
        foreach (var batch in vehicle)
            await requests.WriteAsync(new PublishRequest { Batch = UnsafeByteOperations.UnsafeWrap(batch.Payload) }, cancellation);
        await requests.CompleteAsync();
        await answers;
    }

    private static async Task ReadAsync(IAsyncStreamReader<PublishResponse> responses, CancellationToken cancellation)
    {
        await foreach (var response in responses.ReadAllAsync(cancellation))
        {
            if (response.Rejected is { } rejected)
                throw new BenchmarkException($"the server refused a batch: {rejected.Reason} {rejected.Detail}");
        }
    }
}
