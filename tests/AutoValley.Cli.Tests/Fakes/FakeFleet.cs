using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeFleet : FleetService.FleetServiceBase
{
    public ListVehiclesRequest? Listed { get; private set; }

    public GetLatestRequest? LatestAsked { get; private set; }

    public List<Vehicle> Vehicles { get; } = [];

    /// <summary>By vehicle; others never said anything.</summary>
    public Dictionary<string, Signal[]> Signals { get; } = [];

    public List<LatestSample> Latest { get; } = [];

    public GetStatusResponse Status { get; set; } = new();

    /// <summary>Thrown instead of any answer.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>No answer is given before it completes.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public override async Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context)
    {
        Listed = request;
        await Delay.WaitAsync(context.CancellationToken);
        return Failure is null ? new() { Vehicles = { Vehicles } } : throw Failure;
    }

    public override Task<ListSignalsResponse> ListSignals(ListSignalsRequest request, ServerCallContext context) =>
        Signals.TryGetValue(request.Vehicle, out var signals)
            ? Task.FromResult(new ListSignalsResponse { Signals = { signals } })
            : throw new RpcException(new Status(StatusCode.NotFound, $"no vehicle {request.Vehicle}"));

    public override Task<GetLatestResponse> GetLatest(GetLatestRequest request, ServerCallContext context)
    {
        LatestAsked = request;
        return Task.FromResult(new GetLatestResponse { Samples = { Latest.Where(sample => request.Signals.Contains(sample.Signal)) } });
    }

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) => Task.FromResult(Status);
}
