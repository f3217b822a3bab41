using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeRuns : RunService.RunServiceBase
{
    public StartRunRequest? Started { get; private set; }

    public StopRunRequest? Stopped { get; private set; }

    public ListRunsRequest? Listed { get; private set; }

    public List<Run> Runs { get; } = [];

    public override Task<StartRunResponse> StartRun(StartRunRequest request, ServerCallContext context)
    {
        Started = request;
        return Task.FromResult(new StartRunResponse { Run = Find(request.Name) });
    }

    public override Task<StopRunResponse> StopRun(StopRunRequest request, ServerCallContext context)
    {
        Stopped = request;
        return Task.FromResult(new StopRunResponse { Run = Find(request.Name) });
    }

    public override Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        Listed = request;
        return Task.FromResult(new ListRunsResponse { Runs = { Runs } });
    }

    public override Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRunResponse { Run = Find(request.Name) });

    public override Task<PinRunResponse> PinRun(PinRunRequest request, ServerCallContext context) =>
        Task.FromResult(new PinRunResponse { Run = new Run(Find(request.Name)) { Pinned = request.Pinned } });

    private Run Find(string name) =>
        Runs.Find(run => run.Name == name) ?? throw new RpcException(new Status(StatusCode.NotFound, $"no run {name}"));
}
