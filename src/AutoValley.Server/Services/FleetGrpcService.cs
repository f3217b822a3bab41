using AutoValley.Server.Fleet;
using AutoValley.Server.Observability;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.FleetService over the catalogue, the store and what was seen since the start.</summary>
internal sealed class FleetGrpcService(
    ICatalogue catalogue, ISampleStore store, VehicleStates states, QueryScopes scopes, ServerStatus status) : FleetService.FleetServiceBase
{
    private const int MaximumSessions = 16;
    private const int MaximumSignals = 10_000;

    /// <inheritdoc/>
    public override Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context)
    {
        var wanted = catalogue.Vehicles
            .Where(vehicle => request.Organisation.Length == 0 || vehicle.Name.Organisation == request.Organisation);
        var response = new ListVehiclesResponse();
        response.Vehicles.AddRange(wanted.Select(ToProto));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<ListSignalsResponse> ListSignals(ListSignalsRequest request, ServerCallContext context)
    {
        var response = new ListSignalsResponse();
        response.Signals.AddRange(catalogue.Series(scopes.FindVehicle(request.Vehicle)).Select(series => new Signal
        {
            Name = series.Name,
            Type = (V1.SignalType)series.Type,
            Unit = series.Unit,
            Description = series.Description,
        }));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override async Task<GetLatestResponse> GetLatest(GetLatestRequest request, ServerCallContext context)
    {
        var series = scopes.FindSeries(scopes.FindVehicle(request.Vehicle), request.Signals).Take(MaximumSignals + 1).ToArray();
        if (series.Length > MaximumSignals)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"more than {MaximumSignals} signals"));
        var response = new GetLatestResponse();
        var latest = await store.GetLatestAsync(series, context.CancellationToken);
        // A signal whose type changed is several series: the newest sample of any is its latest.
        var newest = latest.GroupBy(sample => sample.Series.Name).Select(group => group.MaxBy(sample => sample.Time));
        response.Samples.AddRange(newest.Select(sample => new V1.LatestSample
        {
            Signal = sample.Series.Name,
            Time = sample.Time,
            Value = ToProto(sample.Value),
        }));
        return response;
    }

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
        };
        foreach (var (reason, count) in now.Rejected)
            response.Rejected[reason] = (ulong)count;
        return response;
    }

    private V1.Vehicle ToProto(Storage.Vehicle vehicle)
    {
        var state = states.Of(vehicle.Name);
        var proto = new V1.Vehicle
        {
            Name = vehicle.Name.ToString(),
            State = state.Online switch
            {
                true => V1.VehicleState.Online,
                false => V1.VehicleState.Offline,
                null => V1.VehicleState.Unspecified,
            },
            LastReceiveTime = state.LastReceiveTime,
            LastEventTime = state.LastEventTime,
            SignalCount = (ulong)catalogue.Series(vehicle).Count,
        };
        proto.Sessions.AddRange(catalogue.Sessions(vehicle).Take(MaximumSessions)
            .Select(session => Watermarks.ToProto(session, store.GetWatermark(session))));
        return proto;
    }

    private static Value ToProto(SampleValue value) => value.Type switch
    {
        Telemetry.SignalType.Double => new Value { Double = value.Double },
        Telemetry.SignalType.Integer => new Value { Integer = value.Integer },
        Telemetry.SignalType.Boolean => new Value { Boolean = value.Boolean },
        _ => new Value { Text = value.Text },
    };
}
