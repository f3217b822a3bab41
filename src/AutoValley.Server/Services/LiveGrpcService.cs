using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.LiveService: the history asked for, then what becomes durable, without a seam.</summary>
internal sealed class LiveGrpcService(ISampleStore store, LiveHub hub, QueryScopes scopes) : LiveService.LiveServiceBase
{
    private const int MaximumVehicles = 100;
    private const int MaximumSignals = 1_000;

    /// <inheritdoc/>
    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        var vehicles = Check(request);
        // Queueing starts before the snapshot is taken: what the snapshot does not hold is in the queue.
        using var live = hub.Subscribe(vehicles) ?? throw Refusal.OverLimit("Live:MaximumSubscribers", "too many live subscribers");
        var seam = await SendUntilNowAsync(request, vehicles, responseStream, context.CancellationToken);
        await responseStream.WriteAsync(new SubscribeResponse { Live = new LiveStart() }, context.CancellationToken);
        await SendLiveAsync(live, seam, request.Signals.ToHashSet(), responseStream, context.CancellationToken);
    }

    private HashSet<Vehicle> Check(SubscribeRequest request)
    {
        if (request.Vehicles.Count is 0 or > MaximumVehicles)
            throw Refusal.Invalid("vehicles", $"name 1 to {MaximumVehicles} vehicles");
        if (request.Signals.Count > MaximumSignals)
            throw Refusal.Invalid("signals", $"name at most {MaximumSignals} signals");
        return [.. request.Vehicles.Select(scopes.FindVehicle)];
    }

    // The position that live goes on from.
    private async Task<long> SendUntilNowAsync(
        SubscribeRequest request, HashSet<Vehicle> vehicles, IServerStreamWriter<SubscribeResponse> responses, CancellationToken cancellation)
    {
        try
        {
            using var snapshot = store.OpenSnapshot(vehicles);
            if (request.HasSince)
                await SendHistoryAsync(request, vehicles, snapshot, responses, cancellation);
            return snapshot.Position;
        }
        catch (StoreException damage)
        {
            throw Refusal.DataLoss(damage);
        }
    }

    private async Task SendHistoryAsync(
        SubscribeRequest request, IEnumerable<Vehicle> vehicles, IStoreSnapshot snapshot,
        IServerStreamWriter<SubscribeResponse> responses, CancellationToken cancellation)
    {
        var range = new TimeRange(request.Since, long.MaxValue);
        var wanted = request.Signals.ToHashSet();
        var all = vehicles.SelectMany(vehicle => scopes.FindSeries(vehicle, []))
            .Where(series => wanted.Count == 0 || wanted.Contains(series.Name));
        foreach (var series in all)
        {
            await foreach (var samples in snapshot.ReadAsync(series, range, cancellation))
            {
                foreach (var slice in samples.Cut())
                    await responses.WriteAsync(LiveResponses.Of(series, slice), cancellation);
            }
        }
    }

    private static async Task SendLiveAsync(
        LiveSubscription live, long seam, HashSet<string> signals,
        IServerStreamWriter<SubscribeResponse> responses, CancellationToken cancellation)
    {
        await foreach (var batch in live.ReadAllAsync(cancellation))
        {
            if (live.TakeDropped() is > 0 and var dropped)
                await responses.WriteAsync(new SubscribeResponse { Dropped = new LiveDropped { Batches = (ulong)dropped } }, cancellation);
            if (batch.Durable.Position <= seam)
                continue;
            foreach (var response in LiveResponses.Of(batch, signals))
                await responses.WriteAsync(response, cancellation);
        }
    }
}
