using AutoValley.Server.Ingest;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.IngestService over the same way in as MQTT.</summary>
internal sealed class IngestGrpcService(Acceptor acceptor, ICatalogue catalogue, ISampleStore store) : IngestService.IngestServiceBase
{
    private const string Topic = "grpc";
    private const int MaximumDeadLetters = 1_000;
    private const int DefaultDeadLetters = 100;

    /// <inheritdoc/>
    public override async Task Publish(
        IAsyncStreamReader<PublishRequest> requestStream, IServerStreamWriter<PublishResponse> responseStream, ServerCallContext context)
    {
        var vehicle = await ReadHelloAsync(requestStream, context.CancellationToken);
        await using var pending = new PublishCall(store, responseStream, context.CancellationToken);
        while (await pending.NextAsync(requestStream))
        {
            var request = requestStream.Current;
            switch (request.RequestCase)
            {
                case PublishRequest.RequestOneofCase.Catalog:
                    var declared = Written.OrUnavailable(() => acceptor.AcceptCatalog(vehicle, Topic, request.Catalog.Memory));
                    await pending.AddAsync(ValueTask.FromResult(declared));
                    break;
                case PublishRequest.RequestOneofCase.Batch:
                    await pending.AddAsync(acceptor.AcceptBatchAsync(vehicle, Topic, request.Batch.Memory, context.CancellationToken));
                    break;
                default:
                    throw Refusal.Invalid("hello", "after the hello come catalogues and batches");
            }
        }
        await pending.FinishAsync();
    }

    /// <inheritdoc/>
    public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        if (request.Limit > MaximumDeadLetters)
            throw Refusal.Invalid("limit", $"limit is at most {MaximumDeadLetters}");
        if (request.Vehicle.Length > 0 && !VehicleName.TryParse(request.Vehicle, out _))
            throw Refusal.Invalid("vehicle", $"'{request.Vehicle}' is no vehicle name: organisation/vehicle");
        var limit = request.Limit == 0 ? DefaultDeadLetters : (int)request.Limit;
        var response = new ListDeadLettersResponse { Total = (ulong)catalogue.DeadLetterTotal };
        var bytes = 0L;
        response.DeadLetters.AddRange(catalogue.DeadLetters(request.Vehicle.Length > 0 ? request.Vehicle : null, limit)
            .TakeWhile(letter => (bytes += letter.Payload.Length + letter.Detail.Length) <= Page.MaximumBytes).Select(ToProto));
        return Task.FromResult(response);
    }

    private static async Task<VehicleName> ReadHelloAsync(IAsyncStreamReader<PublishRequest> requests, CancellationToken cancellation)
    {
        if (!await requests.MoveNext(cancellation) || requests.Current.RequestCase != PublishRequest.RequestOneofCase.Hello)
            throw Refusal.Invalid("hello", "the first request must be a hello");
        var name = requests.Current.Hello.Vehicle;
        return VehicleName.TryParse(name, out var vehicle)
            ? vehicle
            : throw Refusal.Invalid("hello.vehicle", $"'{name}' is no vehicle name: organisation/vehicle");
    }

    private static V1.DeadLetter ToProto(Storage.DeadLetter letter) => new()
    {
        Id = (ulong)letter.Id,
        Vehicle = letter.Vehicle,
        Topic = letter.Topic,
        Reason = letter.Reason,
        Detail = letter.Detail,
        ReceiveTime = letter.ReceiveTime,
        Payload = ByteString.CopyFrom(letter.Payload.Span),
        PayloadLength = (ulong)letter.PayloadLength,
    };
}
