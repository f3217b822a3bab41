using AutoValley.Server.Fleet;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.AgentService over what the agents told since the server started.</summary>
internal sealed class AgentGrpcService(VehicleStates states, QueryScopes scopes, TimeProvider clock) : AgentService.AgentServiceBase
{
    /// <inheritdoc/>
    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
    {
        var agents = states.All
            .Where(state => request.Organisation.Length == 0 || state.Key.Organisation == request.Organisation)
            .Select(state => ToProto(state.Key, state.Value)).OfType<Agent>();
        var page = Page.Of(agents, KeyOf, request.PageSize, request.PageToken).Fit(agent => agent.CalculateSize(), KeyOf);
        var response = new ListAgentsResponse { NextPageToken = page.NextToken, ServerTime = UnixTime.Now(clock) };
        response.Agents.AddRange(page.Items);
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<GetAgentResponse> GetAgent(GetAgentRequest request, ServerCallContext context)
    {
        var vehicle = scopes.FindVehicle(request.Vehicle).Name;
        var agent = ToProto(vehicle, states.Of(vehicle))
            ?? throw Refusal.NotFound("agent", request.Vehicle, $"no agent of '{request.Vehicle}' told its status since the server started");
        return Task.FromResult(new GetAgentResponse { Agent = agent, ServerTime = UnixTime.Now(clock) });
    }

    private static Agent? ToProto(VehicleName vehicle, Fleet.VehicleState state) => state.Agent is not { } report ? null : new Agent
    {
        Vehicle = vehicle.ToString(),
        State = FleetGrpcService.ToProto(state.Online),
        Status = report.Status,
        ReceiveTime = report.ReceiveTime,
    };

    // As FleetService orders vehicles: nothing that names are made of sorts before the newline.
    private static string KeyOf(Agent agent) => agent.Vehicle.Replace('/', '\n');
}
