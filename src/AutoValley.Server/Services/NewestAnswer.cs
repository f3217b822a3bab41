using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;
using TimeSpan = System.TimeSpan;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Services;

/// <summary>Answers LiveService.Subscribe with the newest samples: those that are stored, then what is newer than what was sent.</summary>
internal sealed class NewestAnswer(ISampleStore store, LiveHub hub, QueryScopes scopes, TimeProvider clock)
{
    private static readonly TimeSpan LongestDistance = TimeSpan.FromDays(1);

    /// <summary>Sends until it is cancelled.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many subscribers.</exception>
    /// <exception cref="StoreException">Stored bytes are damaged.</exception>
    /// <exception cref="StoreUnavailableException">The back end does not answer.</exception>
    public async Task SendAsync(
        SubscribeRequest request, IReadOnlySet<Vehicle> vehicles, IServerStreamWriter<LiveResponse> responses, CancellationToken cancellation)
    {
        var filter = new LiveFilter(request.Signals, encoded: false);
        var distance = TimeSpan.FromTicks((long)Math.Min(request.EveryNanos / TimeSpan.NanosecondsPerTick, (ulong)LongestDistance.Ticks));
        // Watching starts before the store is read: what is durable later than it is on the boards.
        using var newest = hub.SubscribeToNewest(vehicles) ?? throw Refusal.OverLimit("Live:MaximumSubscribers", "too many live subscribers");
        var series = vehicles.SelectMany(vehicle => scopes.FindSeries(vehicle, [])).Where(one => filter.Wants(one.Name));
        newest.Add(await store.GetLatestAsync([.. series], cancellation));
        await responses.WriteAsync(new LiveResponse(new SubscribeResponse { Live = new LiveStart() }), cancellation);
        var small = new SmallResponses();
        while (true)
        {
            await small.WriteAsync(responses, News(newest, filter), cancellation);
            await Task.Delay(distance, clock, cancellation);
            await newest.WaitAsync(cancellation);
        }
    }

    private static IEnumerable<LiveResponse> News(NewestSubscription newest, LiveFilter filter)
    {
        var superseded = 0L;
        foreach (var news in newest.Read(series => filter.Wants(series.Name)))
        {
            superseded += news.Superseded;
            foreach (var response in NewestResponses.Of(news))
                yield return new LiveResponse(response);
        }
        var dropped = newest.TakeDropped();
        if (superseded > 0 || dropped > 0)
            yield return new LiveResponse(new SubscribeResponse { Dropped = new LiveDropped { Batches = (ulong)dropped, Samples = (ulong)superseded } });
    }
}
