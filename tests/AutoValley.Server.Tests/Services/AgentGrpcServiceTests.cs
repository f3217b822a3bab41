using System.Text;
using AutoValley.Server.Fleet;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Query;
using AutoValley.Telemetry;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

public sealed class AgentGrpcServiceTests : IAsyncLifetime
{
    private readonly StoredFleet fleet = new();
    private readonly VirtualTime clock = new();
    private readonly VehicleStates states;
    private readonly AgentGrpcService service;

    public AgentGrpcServiceTests()
    {
        states = new VehicleStates(fleet.Rooms.Catalogue, clock);
        service = new AgentGrpcService(states, fleet.Scopes(), clock);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task GetAgent_ToldBefore_HasItsStatusAndWhenItCame()
    {
        Assert.True(Tell("acme/car1", Status("0.1.0")));
        clock.Advance(System.TimeSpan.FromSeconds(3));

        var answer = await service.GetAgent(new() { Vehicle = "acme/car1" }, Call());
        Assert.Equal(("acme/car1", AutoValley.V1.VehicleState.Online, "0.1.0"), (answer.Agent.Vehicle, answer.Agent.State, answer.Agent.Status.Version));
        Assert.Equal(3_000_000_000, answer.ServerTime - answer.Agent.ReceiveTime);
    }

    [Fact]
    public async Task GetAgent_WillWasPublished_KeepsTheStatusAndIsOffline()
    {
        Tell("acme/car1", Status("0.1.0"));
        Assert.True(states.TrySet(Name("acme/car1"), Encoding.UTF8.GetBytes(Topics.Offline)));

        var agent = (await service.GetAgent(new() { Vehicle = "acme/car1" }, Call())).Agent;
        Assert.Equal((AutoValley.V1.VehicleState.Offline, "0.1.0"), (agent.State, agent.Status.Version));
    }

    [Fact]
    public async Task GetAgent_NoneThatIsKnown_SaysWhich()
    {
        states.TrySet(Name("acme/simple"), Encoding.UTF8.GetBytes(Topics.Online));

        Assert.Contains("told its status", (await RefusedAsync("acme/simple", StatusCode.NotFound)).Status.Detail, StringComparison.Ordinal);
        await RefusedAsync("acme/none", StatusCode.NotFound);
        await RefusedAsync("", StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ListAgents_Pages_AreOrderedAndOfOneOrganisation()
    {
        foreach (var vehicle in new[] { "b/x", "a/y", "a-b/z", "a/x" })
            Tell(vehicle, Status(vehicle));
        states.TrySet(Name("a/simple"), Encoding.UTF8.GetBytes(Topics.Online));
        List<string> all = [];
        for (var token = ""; ;)
        {
            var page = await service.ListAgents(new() { PageSize = 3, PageToken = token }, Call());
            all.AddRange(page.Agents.Select(agent => agent.Vehicle));
            if ((token = page.NextPageToken).Length == 0)
                break;
        }

        Assert.Equal(["a/x", "a/y", "a-b/z", "b/x"], all);
        Assert.Equal(["a/x", "a/y"], (await service.ListAgents(new() { Organisation = "a" }, Call())).Agents.Select(agent => agent.Vehicle));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Online")]
    [InlineData("offline ")]
    [InlineData("{\"online\":true}")]
    public void TrySet_NeitherTextNorStatus_IsRefused(string payload) => Assert.False(states.TrySet(Name("acme/car1"), Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void TrySet_StatusCutOrTooLarge_IsRefused()
    {
        var whole = Status("0.1.0").ToByteArray();
        Assert.False(states.TrySet(Name("acme/car1"), whole.AsSpan(0, whole.Length - 1)));
        Assert.False(states.TrySet(Name("acme/car1"), Status(new string('x', VehicleStates.MaximumStatusBytes)).ToByteArray()));
        Assert.Null(states.Of(Name("acme/car1")).Agent);
    }

    private bool Tell(string vehicle, AgentStatus status) => states.TrySet(Name(vehicle), status.ToByteArray());

    private async Task<RpcException> RefusedAsync(string vehicle, StatusCode code)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => service.GetAgent(new() { Vehicle = vehicle }, Call()));
        Assert.Equal(code, refused.StatusCode);
        return refused;
    }

    private static AgentStatus Status(string version) => new() { Version = version, Session = ByteString.CopyFrom(new byte[16]) };

    private static VehicleName Name(string text) => VehicleName.TryParse(text, out var name) ? name : throw new ArgumentException(text);

    private static CallContextStub Call() => new(CancellationToken.None);
}
