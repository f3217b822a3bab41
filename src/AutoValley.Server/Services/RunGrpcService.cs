using AutoValley.Server.Refusals;
using AutoValley.Server.Runs;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Run = AutoValley.Storage.Run;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.RunService over the run ledger.</summary>
internal sealed class RunGrpcService(ICatalogue catalogue, RunLedger ledger, TimeProvider clock) : RunService.RunServiceBase
{
    private const int MaximumRuns = 1_000;
    private const int DefaultRuns = 100;
    private const int MaximumDescriptionLength = 4_096;

    /// <inheritdoc/>
    public override Task<StartRunResponse> StartRun(StartRunRequest request, ServerCallContext context)
    {
        if (request.Description.Length > MaximumDescriptionLength)
            throw Refusal.Invalid("description", $"a description has at most {MaximumDescriptionLength} characters");
        var vehicles = request.Vehicles.Select(Parse).Distinct().ToArray();
        var start = request.HasStartTime ? request.StartTime : UnixTime.Now(clock);
        long? stop = request.HasStopTime ? request.StopTime : null;
        var run = new Run(request.Name, vehicles, start, stop, request.Description, "client");
        if (stop < start)
            throw Refusal.Invalid("stop_time", RunOutcome.StopBeforeStart.ToText(request.Name));
        Check(Written.OrUnavailable(() => ledger.Start(run)), request.Name);
        return Task.FromResult(new StartRunResponse { Run = ToProto(run) });
    }

    /// <inheritdoc/>
    public override Task<StopRunResponse> StopRun(StopRunRequest request, ServerCallContext context)
    {
        Run? run = null;
        var stop = request.HasStopTime ? request.StopTime : UnixTime.Now(clock);
        Check(Written.OrUnavailable(() => ledger.Stop(request.Name, stop, out run)), request.Name);
        return Task.FromResult(new StopRunResponse { Run = ToProto(run!) });
    }

    /// <inheritdoc/>
    public override Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        if (request.Limit > MaximumRuns)
            throw Refusal.Invalid("limit", $"limit is at most {MaximumRuns}");
        VehicleName? vehicle = request.Vehicle.Length > 0 ? Parse(request.Vehicle) : null;
        var runs = catalogue.Runs
            .Where(run => (vehicle is null || run.Vehicles.Contains(vehicle.Value)) && !(request.OpenOnly && run.Stop is not null))
            .Take(request.Limit == 0 ? DefaultRuns : (int)request.Limit);
        var response = new ListRunsResponse();
        response.Runs.AddRange(runs.Select(ToProto));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context)
    {
        var run = catalogue.FindRun(request.Name);
        Check(run is null ? RunOutcome.NotFound : RunOutcome.Done, request.Name);
        return Task.FromResult(new GetRunResponse { Run = ToProto(run!) });
    }

    /// <inheritdoc/>
    public override Task<PinRunResponse> PinRun(PinRunRequest request, ServerCallContext context)
    {
        Run? run = null;
        Check(Written.OrUnavailable(() => ledger.Pin(request.Name, request.Pinned, out run)), request.Name);
        return Task.FromResult(new PinRunResponse { Run = ToProto(run!) });
    }

    private static void Check(RunOutcome outcome, string name)
    {
        if (outcome == RunOutcome.Done)
            return;
        var text = outcome.ToText(name);
        throw outcome switch
        {
            RunOutcome.Exists => Refusal.Exists("run", name, text),
            RunOutcome.NotFound => Refusal.NotFound("run", name, text),
            RunOutcome.AlreadyStopped or RunOutcome.StopBeforeStart => Refusal.Precondition(name, text),
            RunOutcome.BadVehicles => Refusal.Invalid("vehicles", text),
            _ => Refusal.Invalid("name", text),
        };
    }

    private static VehicleName Parse(string text) => VehicleName.TryParse(text, out var vehicle)
        ? vehicle
        : throw Refusal.Invalid("vehicle", $"'{text}' is no vehicle name: organisation/vehicle");

    private static V1.Run ToProto(Run run)
    {
        var proto = new V1.Run
        {
            Name = run.Name, StartTime = run.Start, Description = run.Description, Origin = run.Origin, Pinned = run.Pinned,
        };
        proto.Vehicles.AddRange(run.Vehicles.Select(vehicle => vehicle.ToString()));
        if (run.Stop is { } stop)
            proto.StopTime = stop;
        return proto;
    }
}
