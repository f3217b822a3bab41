using AutoValley.Edge.Clock;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests;

public sealed class AgentTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder folder = new();
    private readonly VirtualTime clock = new();
    private readonly FakeServer server = new();
    private readonly AgentOptions options;

    // Virtual time runs ahead of a busy machine: only the test that is about holes has them time out.
    private UplinkOptions uplink = new() { HoleTimeout = TimeSpan.FromDays(1) };

    public AgentTests() => options = new AgentOptions { Vehicle = new VehicleName("acme", "car1"), SpoolFolder = folder.Path, BatchBytes = 2400 };

    private string[] Segments => Directory.GetFiles(folder.Path, "*.spool");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_SourcesEnd_ReturnsWhenAllIsDurable()
    {
        await using (var agent = NewAgent(ScriptedSource.Rows(1000), ScriptedSource.Rows(500, start: 5_000_000)))
        {
            await FinishAsync(agent.RunAsync(default));

            var status = agent.Status;
            Assert.Equal((3000, 3000, 3000), (status.SamplesRead, status.SamplesPublished, status.SamplesDurable));
            Assert.Equal((0, 0L, false), (status.SpoolBatches, status.SamplesDropped.Total, status.Connected));
            Assert.Equal(status.BatchesSpooled, status.BatchesDurable);
            Assert.Equal(Enumerable.Range(1, (int)status.BatchesSpooled).Select(number => (status.Session, (ulong)number)), server.Batches);
        }
        Assert.Empty(Segments);
    }

    [Fact]
    public async Task RunAsync_FirstBatch_FollowsSubscriptionStatusAndCatalogue()
    {
        await using var agent = NewAgent(ScriptedSource.Rows(10));
        await FinishAsync(agent.RunAsync(default));

        var published = server.Published.ToArray();
        Assert.True(server.Current.Subscribed);
        Assert.Equal([TopicKind.Status, TopicKind.Catalog, TopicKind.Telemetry, TopicKind.Status], Runs(published));
        Assert.All(published, publish => Assert.Equal(publish.Topic != TopicKind.Telemetry, publish.Retain));
        Assert.Equal([true, false], server.Presence);
        Assert.True(server.Current.Disconnected && server.Current.Disposed);
        Assert.True(CatalogCodec.TryRead(published[1].Payload, out var session, out var signals, out _));
        Assert.Equal(agent.Status.Session, session);
        Assert.Equal(["Vehicle.Speed", "Vehicle.Gear"], signals.Select(signal => signal.Name));
        Assert.Equal(ClockSource.System, published[2].View.Clock.Source);
    }

    [Fact]
    public async Task RunAsync_EverySample_ArrivesAsWritten()
    {
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        var views = server.Published.Where(publish => publish.Topic == TopicKind.Telemetry).Select(publish => publish.View).ToList();
        var times = views.SelectMany(view => view.DecodeTimes(0).ToArray());
        var speeds = views.SelectMany(view => ((Values<double>)view.Decode(0).Values).Items.ToArray());
        Assert.Equal(Enumerable.Range(0, 1000).Select(row => 1_000_000L + row), times);
        Assert.Equal(Enumerable.Range(0, 1000).Select(row => row / 10.0), speeds);
    }

    [Fact]
    public async Task RunAsync_SignalsDeclaredLater_PublishesTheCatalogueAgainFirst()
    {
        var source = new ScriptedSource(async (sink, cancellation) =>
        {
            await ScriptedSource.Rows(1).RunAsync(sink, cancellation);
            await Eventually.IsTrueAsync(() => server.Batches.Count > 0);
            var late = sink.Declare([new("Vehicle.Late", SignalType.Boolean)]);
            await sink.WriteAsync(late, 2_000_000, new[] { SampleValue.Of(true) }, cancellation);
        });
        await using var agent = NewAgent(source);
        await FinishAsync(agent.RunAsync(default));

        Assert.Equal(
            [TopicKind.Status, TopicKind.Catalog, TopicKind.Telemetry, TopicKind.Catalog, TopicKind.Telemetry, TopicKind.Status],
            Runs(server.Published));
    }

    [Fact]
    public async Task RunAsync_ConnectionCut_SendsAgainWhatIsNotDurable()
    {
        server.Acknowledges = false;
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        var running = agent.RunAsync(default);
        await clock.AdvanceUntilAsync(() => agent.Status.SamplesPublished == 2000 && server.Batches.Count == agent.Status.BatchesSpooled, TimeSpan.FromMilliseconds(1));
        var (session, sent) = (agent.Status.Session, server.Batches);
        server.MakeDurable(server.Current, session, 2);
        await Eventually.IsTrueAsync(() => agent.Status.BatchesDurable == 1);
        server.Acknowledges = true;
        server.Current.Cut();
        await FinishAsync(running);

        Assert.Equal(2, server.Connections.Count);
        Assert.Equal(1, agent.Status.Reconnects);
        Assert.Equal("cut", agent.Status.LastError);
        Assert.Equal(2000, agent.Status.SamplesDurable);
        Assert.Equal(sent.Where(batch => batch.Sequence != 2), server.Batches.Skip(sent.Count));
    }

    [Fact]
    public async Task RunAsync_ServerAway_KeepsTryingAndLosesNothing()
    {
        server.Down = "connection refused";
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        var running = agent.RunAsync(default);
        await clock.AdvanceUntilAsync(() => server.Attempts >= 8, TimeSpan.FromSeconds(1));
        Assert.False(agent.Status.Connected);
        Assert.Equal("connection refused", agent.Status.LastError);
        // 0.25 + 0.5 + 1 + 2 + 4 + 8 + 15 s between eight attempts.
        Assert.True(clock.GetTimestamp() >= TimeSpan.FromSeconds(30.75).Ticks);

        server.Down = null;
        await FinishAsync(running);
        Assert.Equal((2000, 0), (agent.Status.SamplesDurable, agent.Status.Reconnects));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task RunAsync_SystemClockJumps_BackOffAndBatchesGoOn(int hours)
    {
        server.Down = "connection refused";
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        var running = agent.RunAsync(default);
        await clock.AdvanceUntilAsync(() => server.Attempts >= 4, TimeSpan.FromSeconds(1));
        clock.Jump(TimeSpan.FromHours(hours));
        await clock.AdvanceUntilAsync(() => server.Attempts >= 8, TimeSpan.FromSeconds(1));
        Assert.True(clock.GetTimestamp() >= TimeSpan.FromSeconds(30.75).Ticks);
        Assert.InRange(agent.Status.SpoolOldestAge, TimeSpan.FromSeconds(10), TimeSpan.FromTicks(clock.GetTimestamp()));

        server.Down = null;
        await FinishAsync(running);
        Assert.Equal((2000, 0L), (agent.Status.SamplesDurable, agent.Status.SamplesDropped.Total));
    }

    [Fact]
    public async Task RunAsync_OneSourceFloods_TheOtherComesThroughAndBatchesStaySmall()
    {
        const int Quiet = 300;
        var isDone = false;
        var flood = new ScriptedSource(async (sink, cancellation) =>
        {
            var group = sink.Declare([new("Vehicle.Flood", SignalType.Integer)]);
            for (var row = 1L; !Volatile.Read(ref isDone); row++)
                await sink.WriteAsync(group, row, new[] { SampleValue.Of(row) }, cancellation);
        });
        var quiet = new ScriptedSource(async (sink, cancellation) =>
        {
            var group = sink.Declare([new("Vehicle.Quiet", SignalType.Double)]);
            for (var row = 1L; row <= Quiet; row++)
            {
                await sink.WriteAsync(group, row, new[] { SampleValue.Of((double)row) }, cancellation);
                await Task.Yield();
            }
            Volatile.Write(ref isDone, true);
        });
        await using var agent = NewAgent(flood, quiet);
        await FinishAsync(agent.RunAsync(default));

        var views = server.Published.Where(publish => publish.Topic == TopicKind.Telemetry).Select(publish => publish.View).ToList();
        Assert.Equal((agent.Status.SamplesRead, 0L), (agent.Status.SamplesDurable, agent.Status.SamplesDropped.Total));
        // A row counts 16 bytes and a batch 2,400: what does not fit waits with its source.
        Assert.InRange(views.Max(view => view.SampleCount), 1, 150);
        var values = views.SelectMany(view => Enumerable.Range(0, view.Columns.Count).Where(column => view.Columns[column].Type == SignalType.Double)
            .SelectMany(column => ((Values<double>)view.Decode(column).Values).Items.ToArray()));
        Assert.Equal(Enumerable.Range(1, Quiet).Select(row => (double)row), values);
    }

    [Fact]
    public async Task RunAsync_WatermarkWithAHole_SendsTheBatchAgain()
    {
        var lost = 3;
        server.Answer = publish =>
        {
            // Accepted, and then no part of any watermark.
            server.Acknowledges = publish.Topic != TopicKind.Telemetry || publish.Batch.Sequence != 2 || --lost < 0;
            return Task.FromResult(PublishOutcome.Accepted);
        };
        uplink = new UplinkOptions();
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        Assert.Equal(2000, agent.Status.SamplesDurable);
        Assert.True(server.Batches.Count(batch => batch.Sequence == 2) >= 4);
        // Whoever gets it may not know what it means: the catalogue goes ahead again.
        Assert.True(server.Published.Count(publish => publish.Topic == TopicKind.Catalog) >= 4);
        Assert.Single(server.Connections);
    }

    [Fact]
    public async Task RunAsync_AnsweredLater_BacksOffAndRetries()
    {
        var refusals = 5;
        server.Answer = publish => Task.FromResult(
            publish.Topic is TopicKind.Telemetry or TopicKind.Catalog && Interlocked.Decrement(ref refusals) >= 0 ? PublishOutcome.Later : PublishOutcome.Accepted);
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        Assert.Equal(2000, agent.Status.SamplesDurable);
        Assert.Equal(0, agent.Status.SamplesDropped.Total);
        // The catalogue is tried until it is taken, and no batch before.
        Assert.Equal(6, server.Published.TakeWhile(publish => publish.Topic != TopicKind.Telemetry).Count(publish => publish.Topic == TopicKind.Catalog));
    }

    [Fact]
    public async Task RunAsync_BatchRefused_CountsItsSamplesAndGoesOn()
    {
        server.Answer = publish => Task.FromResult(
            publish.Topic == TopicKind.Telemetry && publish.Batch.Sequence == 1 ? PublishOutcome.Refused : PublishOutcome.Accepted);
        await using var agent = NewAgent(ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        var status = agent.Status;
        Assert.True(status.SamplesDropped.Refused > 0);
        Assert.Equal(2000, status.SamplesDurable + status.SamplesDropped.Refused);
        Assert.Equal((1L, 0), (status.BatchesSpooled - status.BatchesDurable, status.SpoolBatches));
    }

    [Fact]
    public async Task RunAsync_Stopped_SpoolsTheLastBatchAndLeaves()
    {
        server.Acknowledges = false;
        using var stop = new CancellationTokenSource();
        await using (var agent = NewAgent(ScriptedSource.Endless(10)))
        {
            var running = agent.RunAsync(stop.Token);
            await Eventually.IsTrueAsync(() => agent.Status.SamplesRead == 20 && agent.Status.Connected);
            await stop.CancelAsync();
            await running.WaitAsync(Eventually.Limit);

            Assert.Equal((20, 1), (agent.Status.SamplesPublished, agent.Status.SpoolBatches));
            Assert.Equal([true, false], server.Presence);
            Assert.True(server.Current.Disconnected);
        }
        Assert.Single(Segments);
    }

    [Fact]
    public async Task RunAsync_AfterARestart_SendsTheEarlierSessionUnderItsOwnName()
    {
        server.Down = "away";
        SessionId earlier;
        using (var stop = new CancellationTokenSource())
        {
            await using var first = NewAgent(ScriptedSource.Endless(1000));
            earlier = first.Status.Session;
            var running = first.RunAsync(stop.Token);
            await Eventually.IsTrueAsync(() => first.Status.SamplesRead == 2000);
            await stop.CancelAsync();
            await running.WaitAsync(Eventually.Limit);
        }
        server.Down = null;
        await using var second = NewAgent(ScriptedSource.Rows(100));
        await FinishAsync(second.RunAsync(default));

        Assert.NotEqual(earlier, second.Status.Session);
        Assert.Equal((200, 2000), (second.Status.SamplesDurable, second.Status.BacklogSamplesDurable));
        foreach (var session in new[] { earlier, second.Status.Session })
        {
            var own = server.Published.Where(publish => publish.Topic == TopicKind.Telemetry && publish.Batch.Session == session
                || publish.Topic == TopicKind.Catalog && CatalogCodec.TryRead(publish.Payload, out var of, out _, out _) && of == session).ToList();
            Assert.Equal(TopicKind.Catalog, own[0].Topic);
            Assert.Equal(session == second.Status.Session, own[0].Retain);
        }
    }

    [Fact]
    public async Task RunAsync_WithARun_StartsAndStopsItAroundTheSamples()
    {
        await using var agent = NewAgent(options with { Run = "drive-7" }, ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        var commands = server.Published.Where(publish => publish.Topic == TopicKind.Run).Select(publish =>
        {
            Assert.True(RunCommandCodec.TryRead(publish.Payload, out var command, out _));
            return command;
        });
        Assert.Equal([new(RunAction.Start, "drive-7", 1_000_000), new(RunAction.Stop, "drive-7", 1_001_000)], commands);
    }

    [Fact]
    public async Task RunAsync_SourceFails_BringsTheRestAndThrows()
    {
        var failing = new ScriptedSource(async (sink, cancellation) =>
        {
            await ScriptedSource.Rows(10).RunAsync(sink, cancellation);
            throw new SourceException("drive.log:11: no frame");
        });
        await using var agent = NewAgent(failing, ScriptedSource.Rows(100));
        var running = agent.RunAsync(default);
        await clock.AdvanceUntilAsync(() => running.IsCompleted, Step);

        Assert.Equal("drive.log:11: no frame", (await Assert.ThrowsAsync<SourceException>(() => running)).Message);
        Assert.Equal(220, agent.Status.SamplesDurable);
    }

    [Fact]
    public void Agent_WrongOptions_NamesThemAll()
    {
        var wrong = options with { Server = "nowhere", SpoolMaximumBytes = 5, Run = "a b" };

        var error = Assert.Throws<ArgumentException>(() => new Agent(wrong, [], clock, NullLoggerFactory.Instance));
        Assert.Contains("server 'nowhere'", error.Message, StringComparison.Ordinal);
        Assert.Contains("spool size 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("run 'a b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_SpoolInUse_Throws()
    {
        await using var agent = NewAgent();

        Assert.Throws<SpoolException>(() => NewAgent());
    }

    // Topics in order, those that repeat once.
    private static List<TopicKind> Runs(IEnumerable<FakePublish> published) => published.Select(publish => publish.Topic)
        .Aggregate(new List<TopicKind>(), (runs, topic) => runs.Count > 0 && runs[^1] == topic ? runs : [.. runs, topic]);

    [Fact]
    public async Task RunAsync_EachBatch_HasTheClocksQualityOfItsTime()
    {
        var quality = new CountingClock();
        await using var agent = NewAgent(options with { Clock = quality }, ScriptedSource.Rows(1000));
        await FinishAsync(agent.RunAsync(default));

        var told = server.Published.Where(publish => publish.Topic == TopicKind.Telemetry).Select(publish => publish.View.Clock).ToArray();
        Assert.InRange(told.Length, 2, 1000);
        // Statuses ask it too.
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.OffsetNanos < pair.Second.OffsetNanos));
    }

    private Agent NewAgent(params ISampleSource[] sources) => NewAgent(options, sources);

    private Agent NewAgent(AgentOptions of, params ISampleSource[] sources) =>
        new(of, sources, _ => server, uplink with { Random = () => 0 }, (clock, NullLoggerFactory.Instance));

    private sealed class CountingClock : IVehicleClock
    {
        private long asked;

        public ClockQuality Quality => new(ClockSource.Gnss, ++asked, 5);
    }

    private async Task FinishAsync(Task running)
    {
        await clock.AdvanceUntilAsync(() => running.IsCompleted, Step);
        await running;
    }
}
