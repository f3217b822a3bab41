using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Services;

/// <summary>Answers LiveService.Subscribe with the history asked for, then every batch that becomes durable, without a seam.</summary>
internal sealed class LiveAnswer(ISampleStore store, LiveHub hub, SharedResponses shared, QueryScopes scopes)
{
    /// <summary>Sends until it is cancelled.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many subscribers.</exception>
    /// <exception cref="StoreException">Stored bytes of the history are damaged.</exception>
    /// <exception cref="StoreUnavailableException">The back end does not answer.</exception>
    public async Task SendAsync(
        SubscribeRequest request, IReadOnlySet<Vehicle> vehicles, IServerStreamWriter<LiveResponse> responses, CancellationToken cancellation)
    {
        var filter = new LiveFilter(request.Signals, request.Encoding == SampleEncoding.Encoded);
        // Queueing starts before the snapshot is taken: what the snapshot does not hold is in the queue.
        using var live = hub.Subscribe(vehicles) ?? throw Refusal.OverLimit("Live:MaximumSubscribers", "too many live subscribers");
        var seam = await SendUntilNowAsync(request, vehicles, filter, responses, cancellation);
        await responses.WriteAsync(new LiveResponse(new SubscribeResponse { Live = new LiveStart() }), cancellation);
        var small = new SmallResponses();
        while (await live.WaitAsync(cancellation))
            await small.WriteAsync(responses, Waiting(live, seam, filter), cancellation);
    }

    // The position that live goes on from.
    private async Task<long> SendUntilNowAsync(
        SubscribeRequest request, IReadOnlySet<Vehicle> vehicles, LiveFilter filter, IServerStreamWriter<LiveResponse> responses,
        CancellationToken cancellation)
    {
        using var snapshot = store.OpenSnapshot(vehicles);
        if (!request.HasSince)
            return snapshot.Position;
        var range = new TimeRange(request.Since, long.MaxValue);
        foreach (var series in vehicles.SelectMany(vehicle => scopes.FindSeries(vehicle, [])).Where(series => filter.Wants(series.Name)))
        {
            await foreach (var samples in snapshot.ReadAsync(series, range, cancellation))
            {
                foreach (var slice in samples.Cut())
                    await responses.WriteAsync(new LiveResponse(LiveResponses.Of(series, slice)), cancellation);
            }
        }
        return snapshot.Position;
    }

    private IEnumerable<LiveResponse> Waiting(LiveSubscription live, long seam, LiveFilter filter)
    {
        while (live.TryTake(out var batch))
        {
            if (live.TakeDropped() is > 0 and var dropped)
                yield return new LiveResponse(new SubscribeResponse { Dropped = new LiveDropped { Batches = (ulong)dropped } });
            if (batch!.Position <= seam)
                continue;
            foreach (var response in shared.Of(batch, filter))
                yield return response;
        }
    }
}
