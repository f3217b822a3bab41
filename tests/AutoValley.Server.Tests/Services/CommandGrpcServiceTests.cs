using AutoValley.Mqtt;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Ordering;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Query;
using AutoValley.Telemetry;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Outcome = AutoValley.V1.CommandAnswer.Types.Outcome;

namespace AutoValley.Server.Tests.Services;

public sealed class CommandGrpcServiceTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car1");

    private readonly StoredFleet fleet = new();
    private readonly VirtualTime clock = new();
    private readonly Dictionary<string, MqttPublish> retained = [];
    private readonly List<MqttPublish> published = [];
    private readonly VehicleStates states;
    private readonly AnswerBoard board;
    private readonly KeptCommands kept;
    private readonly BrokerLink broker;
    private readonly CommandGrpcService service;

    public CommandGrpcServiceTests()
    {
        states = new VehicleStates(fleet.Rooms.Catalogue, clock);
        kept = new KeptCommands(topic => retained.GetValueOrDefault(topic), PublishAsync);
        board = new AnswerBoard(kept);
        broker = Broker(client: null);
        service = Service(broker);
        states.TrySet(Car, "online"u8);
    }

    /// <summary>What the vehicle's agent says to a command; null: nothing.</summary>
    private Func<AgentCommand, CommandAnswer?> Agent { get; set; } = command => new CommandAnswer { Id = command.Id, Outcome = Outcome.Done };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        broker.Dispose();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task SetSchemes_WithoutAVersion_GetTheClocksAndAreRetained()
    {
        var answer = await service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = new SchemeSet(), WaitMillis = 1_000 }, Call());
        Assert.Equal((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds(), answer.Schemes.Version);
        Assert.Equal(Outcome.Done, answer.Answer.Outcome);
        var publish = Assert.Single(published);
        Assert.Equal(("av/v1/acme/car1/command", true, QualityOfService.AtLeastOnce), (publish.Topic, publish.Retain, publish.Qos));
        // The clock was set back: the version goes on all the same.
        retained[publish.Topic] = KeptCommands.ToPublish(Car, new AgentCommand { Id = "x", Schemes = new SchemeSet { Version = ulong.MaxValue - 5 } });
        Assert.Equal(ulong.MaxValue - 4, (await service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = new SchemeSet() }, Call())).Schemes.Version);
    }

    [Fact]
    public async Task SetSchemes_AnswerBeforeTheyAreKept_IsFoundLater()
    {
        // As from behind a broker, which has the command first.
        Agent = command =>
        {
            retained.Clear();
            board.Take(Car, new CommandAnswer { Id = command.Id, Outcome = Outcome.Done }.ToByteArray());
            retained[Topics.Of(Car, TopicKind.Command)] = KeptCommands.ToPublish(Car, command);
            return null;
        };
        var set = await service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = new SchemeSet(), WaitMillis = 1_000 }, Call());
        Assert.Equal(set.Answer, (await service.GetSchemes(new() { Vehicle = "acme/car1" }, Call())).Answer);
    }

    [Fact]
    public async Task SetSchemes_VehicleThatIsAway_AreKeptForIt()
    {
        Agent = _ => null;
        var setting = service.SetSchemes(new() { Vehicle = "acme/later", Schemes = new SchemeSet { Version = 3 }, WaitMillis = 5_000 }, Call());
        await Eventually.IsTrueAsync(() => clock.TimerCount > 0);
        clock.Advance(System.TimeSpan.FromSeconds(5));
        Assert.Null((await setting).Answer);
        var got = await service.GetSchemes(new() { Vehicle = "acme/later" }, Call());
        Assert.Equal((3UL, null), (got.Schemes.Version, got.Answer));
        // It comes, and answers the retained command.
        var id = kept.Find(new VehicleName("acme", "later"))!.Id;
        Assert.True(board.Take(new VehicleName("acme", "later"), new CommandAnswer { Id = id, Outcome = Outcome.Refused, Reason = "no" }.ToByteArray()));
        Assert.Equal("no", (await service.GetSchemes(new() { Vehicle = "acme/later" }, Call())).Answer.Reason);
    }

    [Fact]
    public async Task SendOrder_Answered_ReturnsTheAnswerAndKeepsNothing()
    {
        Agent = command => new CommandAnswer { Id = command.Id, Outcome = Outcome.Done, Batches = (ulong)command.Resend.FromTime };
        var answer = await service.SendOrder(new() { Vehicle = "acme/car1", Resend = new ResendOrder { FromTime = 7, ToTime = 9 } }, Call());
        Assert.Equal(7UL, answer.Answer.Batches);
        Assert.False(Assert.Single(published).Retain);
        Assert.Null(kept.Find(Car));
    }

    [Fact]
    public async Task SendOrder_NoAnswer_IsLate()
    {
        Agent = _ => null;
        var sending = service.SendOrder(new() { Vehicle = "acme/car1", Run = new RunOrder() }, Call());
        await Eventually.IsTrueAsync(() => clock.TimerCount > 0);
        clock.Advance(System.TimeSpan.FromSeconds(9.9));
        Assert.False(sending.IsCompleted);
        clock.Advance(System.TimeSpan.FromSeconds(0.1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => sending)).StatusCode);
    }

    [Fact]
    public async Task SendOrder_AnswerOfAnotherVehicle_IsNotTaken()
    {
        Agent = command =>
        {
            board.Take(new VehicleName("other", "car1"), new CommandAnswer { Id = command.Id, Outcome = Outcome.Refused }.ToByteArray());
            return new CommandAnswer { Id = command.Id, Outcome = Outcome.Done };
        };
        Assert.Equal(Outcome.Done, (await service.SendOrder(new() { Vehicle = "acme/car1", Run = new RunOrder() }, Call())).Answer.Outcome);
    }

    [Fact]
    public async Task Calls_ThatCannotBe_AreRefused()
    {
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SetSchemes(new() { Vehicle = "car", Schemes = new SchemeSet() }, Call()));
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SetSchemes(new() { Vehicle = "acme/car1" }, Call()));
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = new SchemeSet(), WaitMillis = 60_001 }, Call()));
        var wrong = new SchemeSet { Schemes = { new CollectionScheme { Name = "a", Trigger = new SchemeTrigger { Condition = "A >" } } } };
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = wrong }, Call()));
        var large = new SchemeSet { Schemes = { new CollectionScheme { Name = new string('x', KeptCommands.MaximumBytes) } } };
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SetSchemes(new() { Vehicle = "acme/car1", Schemes = large }, Call()));
        await RefusedAsync(StatusCode.NotFound, () => service.GetSchemes(new() { Vehicle = "acme/car1" }, Call()));
        await RefusedAsync(StatusCode.InvalidArgument, () => service.SendOrder(new() { Vehicle = "acme/car1" }, Call()));
        await RefusedAsync(StatusCode.NotFound, () => service.SendOrder(new() { Vehicle = "acme/none", Run = new RunOrder() }, Call()));
        states.TrySet(Car, "offline"u8);
        await RefusedAsync(StatusCode.FailedPrecondition, () => service.SendOrder(new() { Vehicle = "acme/car1", Run = new RunOrder() }, Call()));
        Assert.Empty(published);
    }

    [Fact]
    public async Task SetSchemes_BrokerThatIsAway_AreNotHandedOver()
    {
        using var away = Broker(new MqttClientOptions { Port = 1, ClientId = "link" });
        await RefusedAsync(StatusCode.Unavailable, () => Service(away).SetSchemes(new() { Vehicle = "acme/car1", Schemes = new SchemeSet() }, Call()));
        Assert.Empty(published);
    }

    [Fact]
    public async Task Expect_TooManyCalls_AreRefused()
    {
        for (var call = 0; call < AnswerBoard.MaximumWaiting; call++)
            Assert.NotNull(board.Expect(Car, $"id{call}"));
        await RefusedAsync(StatusCode.ResourceExhausted, () => service.SendOrder(new() { Vehicle = "acme/car1", Run = new RunOrder() }, Call()));
        board.Forget(Car, "id7");
        await service.SendOrder(new() { Vehicle = "acme/car1", Run = new RunOrder() }, Call());
    }

    [Fact]
    public async Task TakeAsync_OfAnotherServer_KeepsSchemesAndNoOrders()
    {
        await kept.TakeAsync(Car, new AgentCommand { Id = "a", Run = new RunOrder() }.ToByteArray());
        await kept.TakeAsync(Car, new byte[] { 0xFF });
        Assert.Empty(published);
        var schemes = new AgentCommand { Id = "b", Schemes = new SchemeSet { Version = 4 } };
        await kept.TakeAsync(Car, schemes.ToByteArray());
        await kept.TakeAsync(Car, schemes.ToByteArray());
        Assert.Single(published);
        Assert.Equal(schemes, kept.Find(Car));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0x01 })]
    public void Take_NoAnswer_IsFalse(byte[] payload) => Assert.False(board.Take(Car, payload));

    private static async Task RefusedAsync(StatusCode code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    private static CallContextStub Call() => new(CancellationToken.None);

    private CommandGrpcService Service(BrokerLink link) => new(new CommandSender(kept, board, link, clock), kept, board, states, fleet.Scopes(), clock);

    private BrokerLink Broker(MqttClientOptions? client) =>
        new(new BrokerOptions { Client = client }, null!, new PeerWatermarks(fleet.Rooms.Catalogue, fleet.Rooms.Store), kept, clock, NullLogger<BrokerLink>.Instance);

    private ValueTask PublishAsync(MqttPublish publish)
    {
        published.Add(publish);
        if (publish.Retain)
            retained[publish.Topic] = publish;
        Assert.True(Topics.TryParse(publish.Topic, out var vehicle, out _));
        if (Agent(AgentCommand.Parser.ParseFrom(publish.Payload.Span)) is { } answer)
            board.Take(vehicle, answer.ToByteArray());
        return default;
    }
}
