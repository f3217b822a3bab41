using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeAgents : AgentService.AgentServiceBase
{
    public List<Agent> Agents { get; } = [];

    public long ServerTime { get; set; }

    public ListAgentsRequest? Listed { get; private set; }

    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
    {
        Listed = request;
        return Task.FromResult(new ListAgentsResponse { Agents = { Agents }, ServerTime = ServerTime });
    }

    public override Task<GetAgentResponse> GetAgent(GetAgentRequest request, ServerCallContext context) =>
        Agents.Find(agent => agent.Vehicle == request.Vehicle) is { } found
            ? Task.FromResult(new GetAgentResponse { Agent = found, ServerTime = ServerTime })
            : throw new RpcException(new Status(StatusCode.NotFound, $"no agent of {request.Vehicle}"));
}
