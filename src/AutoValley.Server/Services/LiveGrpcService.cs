using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.LiveService: what becomes durable, for readers of every batch and of the newest samples alone.</summary>
internal sealed class LiveGrpcService(QueryScopes scopes, LiveAnswer all, NewestAnswer newest, EndlessCalls endless) : LiveMethods.Base
{
    private const int MaximumVehicles = 100;
    private const int MaximumSignals = 1_000;

    /// <inheritdoc/>
    public override async Task Subscribe(SubscribeRequest request, IServerStreamWriter<LiveResponse> responseStream, ServerCallContext context)
    {
        Check(request);
        HashSet<Vehicle> vehicles = [.. request.Vehicles.Select(scopes.FindVehicle)];
        try
        {
            if (request.SlowReader == SlowReader.LatestOnly)
                await endless.RunAsync(context, responseStream, (responses, ending) => newest.SendAsync(request, vehicles, responses, ending));
            else
                await endless.RunAsync(context, responseStream, (responses, ending) => all.SendAsync(request, vehicles, responses, ending));
        }
        catch (IOException reason) when (Refusal.IsUnread(reason))
        {
            throw Refusal.Unread(reason);
        }
    }

    private static void Check(SubscribeRequest request)
    {
        if (request.Vehicles.Count is 0 or > MaximumVehicles)
            throw Refusal.Invalid("vehicles", $"name 1 to {MaximumVehicles} vehicles");
        if (request.Signals.Count > MaximumSignals)
            throw Refusal.Invalid("signals", $"name at most {MaximumSignals} signals");
        if (!Enum.IsDefined(request.SlowReader))
            throw Refusal.Invalid("slow_reader", "slow_reader must be known");
        if (!Enum.IsDefined(request.Encoding))
            throw Refusal.Invalid("encoding", "encoding must be known");
        var isLatest = request.SlowReader == SlowReader.LatestOnly;
        if (isLatest && request.HasSince)
            throw Refusal.Invalid("since", "since is for DROP_OLDEST: LATEST_ONLY begins with the newest samples that are stored");
        if (isLatest && request.Encoding == SampleEncoding.Encoded)
            throw Refusal.Invalid("encoding", "ENCODED is for DROP_OLDEST: single samples are plain");
        if (!isLatest && request.EveryNanos > 0)
            throw Refusal.Invalid("every_nanos", "every_nanos is for LATEST_ONLY");
    }
}
