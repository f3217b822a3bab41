using System.Collections.Concurrent;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd.Site;

/// <summary>Who watches occupancy, comes back when the server is gone, and keeps all that it was told.</summary>
public sealed class OccupancyWatcher(SiteService.SiteServiceClient site)
{
    private readonly ConcurrentQueue<(int Watch, VehicleOccupancy State)> told = new();
    private readonly ConcurrentDictionary<string, VehicleOccupancy> newest = new();

    /// <summary>Every state, with the number of the watch that told it: 1, 2 …</summary>
    public IReadOnlyCollection<(int Watch, VehicleOccupancy State)> Told => told;

    /// <summary>By the vehicle's name without its organisation.</summary>
    public IReadOnlyDictionary<string, VehicleOccupancy> Newest => newest;

    /// <summary>Who is where now, as somebody hears who comes new.</summary>
    public static async Task<IReadOnlyList<VehicleOccupancy>> LookAsync(SiteService.SiteServiceClient site)
    {
        List<VehicleOccupancy> states = [];
        using var call = site.WatchOccupancy(new WatchOccupancyRequest());
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            states.AddRange(response.Snapshot.Vehicles);
            if (!response.Snapshot.More)
                break;
        }
        return states;
    }

    /// <summary>Ends when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var watch = 1; !cancellation.IsCancellationRequested;)
        {
            try
            {
                if (await WatchAsync(watch, cancellation))
                    watch++;
            }
            catch (RpcException ended) when (ended.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // Whether it told anything before the server was gone.
    private async Task<bool> WatchAsync(int watch, CancellationToken cancellation)
    {
        var (version, hasBegun) = (0UL, false);
        try
        {
            using var call = site.WatchOccupancy(new WatchOccupancyRequest(), cancellationToken: cancellation);
            await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
            {
                if (response.Changes is { } changes)
                    Assert.True(changes.SinceVersion == version || changes.SinceVersion == response.Version, $"{changes.SinceVersion} follows {version}");
                Assert.True(hasBegun || response.Snapshot is not null);
                (version, hasBegun) = (response.Version, true);
                Keep(watch, response.Snapshot?.Vehicles ?? response.Changes?.Vehicles ?? []);
            }
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.Unavailable)
        {
            // Killed, or not up again yet.
        }
        return hasBegun;
    }

    private void Keep(int watch, IEnumerable<VehicleOccupancy> states)
    {
        foreach (var state in states)
        {
            told.Enqueue((watch, state));
            newest[state.Vehicle.Split('/')[1]] = state;
        }
    }
}
