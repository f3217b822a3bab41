using System.Threading.Channels;
using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Outcome = AutoValley.V1.CommandAnswer.Types.Outcome;
using SignalType = AutoValley.Telemetry.SignalType;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Edge.Tests;

public sealed class AgentCommandTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder folder = new();
    private readonly VirtualTime clock = new();
    private readonly FakeServer server = new();
    private readonly Channel<int> rows = Channel.CreateUnbounded<int>();
    private readonly AgentOptions options;

    public AgentCommandTests() => options = new AgentOptions { Vehicle = new VehicleName("acme", "car1"), SpoolFolder = folder.Path, SpoolArchiveBytes = 1 << 20 };

    private List<CommandAnswer> Answers => [.. server.Published.Where(publish => publish.Topic == TopicKind.Answer).Select(publish => CommandAnswer.Parser.ParseFrom(publish.Payload))];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Schemes_FromTheServer_AreInForceAnsweredToldAndKept()
    {
        await using (var agent = NewAgent())
        {
            var running = agent.RunAsync(CancellationToken.None);
            await ConnectAsync();
            await WriteAsync(agent, 3);
            Send(Schemes(1, new V1.CollectionScheme { Name = "odd", Signals = { new V1.SchemeSignal { Name = "Vehicle.Gear" } } }));
            await AnsweredAsync(1);
            Assert.Equal((Outcome.Done, 1UL), (Answers[0].Outcome, Answers[0].SchemesVersion));
            await WriteAsync(agent, 4, collected: 1);
            Assert.Equal((3 * 2) + 4, agent.Status.SamplesRead);
            Assert.Equal(4, agent.Status.Collecting.NotCollected);
            await clock.AdvanceUntilAsync(() => server.Reports[^1].Collecting?.Schemes is [{ Name: "odd", Collected: 4 }], Step);
            Send(Schemes(1));
            await AnsweredAsync(2);
            Assert.Equal((Outcome.Refused, "other schemes of version 1 are in force"), (Answers[1].Outcome, Answers[1].Reason));
            rows.Writer.Complete();
            await FinishAsync(running);
        }
        await using var next = NewAgent();
        Assert.Equal(1UL, next.Status.Collecting.Version);
    }

    [Fact]
    public async Task Schemes_ReloadWithAnotherSpool_AreKeptThere()
    {
        using var other = new TemporaryFolder();
        var source = new ScriptedSource(ReadAsync);
        await using var agent = NewAgent(source);
        var running = agent.RunAsync(CancellationToken.None);
        await ConnectAsync();
        Send(Schemes(1));
        await AnsweredAsync(1);
        await FinishAsync(agent.ReloadAsync(options with { SpoolFolder = other.Path }, [source]));
        Assert.Equal(1UL, new SchemeStore(other.Path, NullLogger.Instance).Load()?.Version);
        rows.Writer.Complete();
        await FinishAsync(running);
    }

    [Fact]
    public async Task Run_FromTheServer_IsToldBeforeItIsAnswered()
    {
        await using var agent = NewAgent();
        var running = agent.RunAsync(CancellationToken.None);
        await ConnectAsync();
        var began = UnixTime.Now(clock);
        Send(new AgentCommand { Id = "s", Run = new RunOrder { Action = RunOrder.Types.Action.Start, Name = "drive" } });
        await AnsweredAsync(1);
        var told = server.Published.Where(publish => publish.Topic is TopicKind.Run or TopicKind.Answer).ToArray();
        Assert.Equal([TopicKind.Run, TopicKind.Answer], told.Select(publish => publish.Topic));
        Assert.True(RunCommandCodec.TryRead(told[0].Payload, out var run, out _));
        Assert.Equal((RunAction.Start, "drive"), (run.Action, run.Name));
        Assert.InRange(run.Time, began, UnixTime.Now(clock));
        Assert.False(told[1].Retain);
        rows.Writer.Complete();
        await FinishAsync(running);
    }

    [Fact]
    public async Task Resend_OfARange_PublishesArchivedBatchesAgain()
    {
        await using var agent = NewAgent();
        var running = agent.RunAsync(CancellationToken.None);
        await ConnectAsync();
        await WriteAsync(agent, 10);
        await clock.AdvanceUntilAsync(() => agent.Status.SpoolBatches == 0, Step);
        var before = server.Batches;
        Send(new AgentCommand { Id = "r", Resend = new ResendOrder { FromTime = 0, ToTime = long.MaxValue } });
        await AnsweredAsync(1);
        Assert.Equal((Outcome.Done, (ulong)before.Count), (Answers[0].Outcome, Answers[0].Batches));
        await clock.AdvanceUntilAsync(() => server.Batches.Count == 2 * before.Count, Step);
        Assert.Equal(before, server.Batches.Skip(before.Count));
        rows.Writer.Complete();
        await FinishAsync(running);
    }

    [Fact]
    public async Task Answer_ThatTheServerDoesNotKnow_HoldsUpNothing()
    {
        server.Answer = publish => Task.FromResult(publish.Topic == TopicKind.Answer ? PublishOutcome.Later : PublishOutcome.Accepted);
        await using var agent = NewAgent();
        var running = agent.RunAsync(CancellationToken.None);
        await ConnectAsync();
        Send(Schemes(1));
        Send(new AgentCommand { Id = "s", Run = new RunOrder { Action = RunOrder.Types.Action.Start, Name = "drive" } });
        await clock.AdvanceUntilAsync(() => server.Published.Any(publish => publish.Topic == TopicKind.Run), Step);
        rows.Writer.Complete();
        await FinishAsync(running);
    }

    private static AgentCommand Schemes(ulong version, params V1.CollectionScheme[] schemes) =>
        new() { Id = Guid.NewGuid().ToString(), Schemes = new SchemeSet { Version = version, Schemes = { schemes } } };

    private Agent NewAgent(ISampleSource? source = null) => new(
        options, [source ?? new ScriptedSource(ReadAsync)], _ => server, new UplinkOptions { HoleTimeout = TimeSpan.FromDays(1), Random = () => 0 },
        (clock, NullLoggerFactory.Instance));

    private async Task ReadAsync(ISampleSink sink, CancellationToken cancellation)
    {
        var group = sink.Declare([new("Vehicle.Speed", SignalType.Double), new("Vehicle.Gear", SignalType.Integer)]);
        await foreach (var row in rows.Reader.ReadAllAsync(cancellation))
            await sink.WriteAsync(group, 1_000_000 + row, new[] { SampleValue.Of((double)row), SampleValue.Of((long)row) }, cancellation);
    }

    private Task ConnectAsync() => clock.AdvanceUntilAsync(() => server.Connections.Count > 0 && server.Current.Subscribed && server.Reports.Count > 0, Step);

    private async Task WriteAsync(Agent agent, int count, int collected = 2)
    {
        var wanted = agent.Status.SamplesPublished + (count * collected);
        for (var row = 0; row < count; row++)
            rows.Writer.TryWrite(row);
        await clock.AdvanceUntilAsync(() => agent.Status.SamplesPublished == wanted, Step);
    }

    private void Send(AgentCommand command) => server.Current.Sent.Writer.TryWrite((TopicKind.Command, command.ToByteArray()));

    private Task AnsweredAsync(int count) => clock.AdvanceUntilAsync(() => Answers.Count == count, Step);

    private async Task FinishAsync(Task running)
    {
        await clock.AdvanceUntilAsync(() => running.IsCompleted, Step);
        await running;
    }
}
