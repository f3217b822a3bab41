using System.Globalization;
using AutoValley.Server.Fleet;
using AutoValley.Server.Observability;
using AutoValley.Server.Query;
using AutoValley.Server.Site;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.FleetService over the catalogue, the store and what was seen since the start.</summary>
internal sealed class FleetGrpcService(
    ICatalogue catalogue, ISampleStore store, VehicleStates states, QueryScopes scopes, ServerStatus status, LatestAnswer latest, SiteOptions site)
    : FleetService.FleetServiceBase
{
    private const int MaximumSessions = 16;
    private const int MaximumRanges = 64;

    /// <inheritdoc/>
    public override Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context)
    {
        var wanted = catalogue.Vehicles
            .Where(vehicle => request.Organisation.Length == 0 || vehicle.Name.Organisation == request.Organisation);
        var page = Page.Of(wanted, KeyOf, request.PageSize, request.PageToken);
        Dictionary<Storage.Vehicle, V1.Vehicle> protos = [];
        page = page.Fit(vehicle => (protos[vehicle] = ToProto(vehicle)).CalculateSize(), KeyOf);
        var response = new ListVehiclesResponse { NextPageToken = page.NextToken };
        response.Vehicles.AddRange(page.Items.Select(vehicle => protos[vehicle]));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ListSignalsResponse> ListSignals(ListSignalsRequest request, ServerCallContext context)
    {
        var page = Page.Of(catalogue.Series(scopes.FindVehicle(request.Vehicle)), KeyOf, request.PageSize, request.PageToken)
            .Fit(series => ToProto(series).CalculateSize(), KeyOf);
        var response = new ListSignalsResponse { NextPageToken = page.NextToken };
        response.Signals.AddRange(page.Items.Select(ToProto));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<GetLatestResponse> GetLatest(GetLatestRequest request, ServerCallContext context) =>
        latest.AnswerAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var now = await status.GetAsync(context.CancellationToken);
        var response = new GetStatusResponse
        {
            Version = ServerStatus.Version,
            StartTime = status.StartTime,
            Ready = now.Health.Writable,
            Reason = now.Health.Reason,
            BatchesAccepted = (ulong)now.BatchesAccepted,
            BatchesDuplicate = (ulong)now.BatchesDuplicate,
            SamplesAccepted = (ulong)now.SamplesAccepted,
            JournalBytes = (ulong)now.Health.JournalBytes,
            SealLagNanos = (ulong)now.SealLagNanos,
            Connections = (ulong)now.Connections,
            StoreBytes = (ulong)now.Store.StoreBytes,
            SamplesSealed = (ulong)now.Store.SealedSamples,
            TimeZone = site.TimeZone,
            PositionSignals = new V1.PositionSignals
            {
                Latitude = { site.Signals.Latitude }, Longitude = { site.Signals.Longitude }, Heading = { site.Signals.Heading }, Speed = { site.Signals.Speed },
            },
        };
        response.Warnings.AddRange(now.Health.Warnings);
        foreach (var (reason, count) in now.Rejected)
            response.Rejected[reason] = (ulong)count;
        return response;
    }

    /// <summary>Null: the vehicle never said.</summary>
    internal static V1.VehicleState ToProto(bool? online) => online switch
    {
        true => V1.VehicleState.Online,
        false => V1.VehicleState.Offline,
        null => V1.VehicleState.Unspecified,
    };

    private V1.Vehicle ToProto(Storage.Vehicle vehicle)
    {
        var state = states.Of(vehicle.Name);
        var proto = new V1.Vehicle
        {
            Name = vehicle.Name.ToString(),
            State = ToProto(state.Online),
            LastReceiveTime = state.LastReceiveTime,
            LastEventTime = state.LastEventTime,
            SignalCount = (ulong)catalogue.Series(vehicle).Count,
        };
        proto.Sessions.AddRange(catalogue.Sessions(vehicle).Take(MaximumSessions)
            .Select(session => Watermarks.ToProto(session, store.GetWatermark(session), MaximumRanges)));
        return proto;
    }

    // Nothing that names are made of sorts before the newline: by organisation first, and by name with the newest type first.
    private static string KeyOf(Storage.Vehicle vehicle) => $"{vehicle.Name.Organisation}\n{vehicle.Name.Vehicle}";

    private static string KeyOf(Series series) => string.Create(CultureInfo.InvariantCulture, $"{series.Name}\n{int.MaxValue - series.Id:D10}");

    private static Signal ToProto(Series series) => new()
    {
        Name = series.Name,
        Type = (V1.SignalType)series.Type,
        Unit = series.Unit,
        Description = series.Description,
    };
}
