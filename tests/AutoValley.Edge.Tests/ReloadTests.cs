using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Running;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests;

/// <summary>An agent that gets other options and sources while it runs.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder otherFolder = new();
    private readonly VirtualTime clock = new();
    private readonly FakeServer server = new();
    private readonly CancellationTokenSource stop = new();
    private readonly AgentOptions options;

    public ReloadTests() => options = new AgentOptions { Vehicle = new VehicleName("acme", "car1"), SpoolFolder = folder.Path };

    public void Dispose()
    {
        stop.Dispose();
        folder.Dispose();
        otherFolder.Dispose();
    }

    [Fact]
    public async Task ReloadAsync_OtherOptions_BeginsAnotherSessionWithoutLosingASample()
    {
        var source = new SteadySource(clock);
        await using var agent = NewAgent(source);
        var running = agent.RunAsync(stop.Token);
        var sessions = new HashSet<SessionId>();
        foreach (var server in new[] { "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3" })
        {
            var before = source.Written;
            sessions.Add(agent.Status.Session);
            await clock.AdvanceUntilAsync(() => source.Written > before, TimeSpan.FromMilliseconds(10));
            await InVirtualTimeAsync(agent.ReloadAsync(options with { Server = server }, [source]));
        }
        source.End();
        await InVirtualTimeAsync(running);

        Assert.Equal(1, source.Starts);
        Assert.Equal(4, sessions.Append(agent.Status.Session).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, source.Written).Select(row => (long)row), Times());
    }

    [Fact]
    public async Task ReloadAsync_ServerAway_LeavesTheBacklogToTheNextSession()
    {
        server.Down = "away";
        var source = new SteadySource(clock);
        await using var agent = NewAgent(source);
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => source.Written > 10, TimeSpan.FromMilliseconds(10));
        await InVirtualTimeAsync(agent.ReloadAsync(options with { Server = "127.0.0.1:9" }, [source]));
        server.Down = null;
        source.End();
        await InVirtualTimeAsync(running);

        Assert.Equal(Enumerable.Range(0, source.Written).Select(row => (long)row), Times());
    }

    [Fact]
    public async Task ReloadAsync_AfterDrops_GoesOnCountingThem()
    {
        var refused = 0;
        server.Answer = publish => Task.FromResult(
            publish.Topic == TopicKind.Telemetry && Interlocked.Exchange(ref refused, 1) == 0 ? PublishOutcome.Refused : PublishOutcome.Accepted);
        var source = new SteadySource(clock);
        await using var agent = NewAgent(source);
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => agent.Status.SamplesDropped.Refused > 0, TimeSpan.FromMilliseconds(10));
        var dropped = agent.Status.SamplesDropped.Refused;
        await InVirtualTimeAsync(agent.ReloadAsync(options with { Server = "127.0.0.1:2" }, [source]));
        Assert.Equal(dropped, agent.Status.SamplesDropped.Refused);
        source.End();
        await InVirtualTimeAsync(running);

        Assert.Equal(source.Written, Times().Count());
    }

    [Fact]
    public async Task ReloadAsync_OtherSources_StopsAndStartsOnlyThose()
    {
        SteadySource stays = new(clock), goes = new(clock, "Vehicle.Goes"), comes = new(clock, "Vehicle.Comes");
        await using var agent = NewAgent(stays, goes);
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => stays.Written > 3 && goes.Written > 3, TimeSpan.FromMilliseconds(10));
        var session = agent.Status.Session;
        await InVirtualTimeAsync(agent.ReloadAsync(options, [comes, stays]));
        await clock.AdvanceUntilAsync(() => comes.Written > 3, TimeSpan.FromMilliseconds(10));

        Assert.Equal((1, 1, 1, session), (stays.Starts, goes.Starts, comes.Starts, agent.Status.Session));
        Assert.Equal(["Vehicle.Comes", "Vehicle.Speed"], agent.Status.Sources.Select(source => source.Name));
        Assert.True(goes.Stopped);
        Assert.All(agent.Status.Sources, source => Assert.Equal(SourceState.Running, source.State));
        await stop.CancelAsync();
        await InVirtualTimeAsync(running);
    }

    [Fact]
    public async Task ReloadAsync_UnusableSpool_GoesOnAsBefore()
    {
        var source = new SteadySource(clock);
        await using var other = new Agent(options with { SpoolFolder = otherFolder.Path }, [], clock, NullLoggerFactory.Instance);
        await using var agent = NewAgent(source);
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => source.Written > 3, TimeSpan.FromMilliseconds(10));
        var reloading = agent.ReloadAsync(options with { SpoolFolder = otherFolder.Path }, [source]);
        await clock.AdvanceUntilAsync(() => reloading.IsCompleted, TimeSpan.FromMilliseconds(10));
        Assert.Contains("in use", (await Assert.ThrowsAsync<SpoolException>(() => reloading)).Message, StringComparison.Ordinal);
        source.End();
        await InVirtualTimeAsync(running);

        Assert.Equal(Enumerable.Range(0, source.Written).Select(row => (long)row), Times());
    }

    [Fact]
    public async Task ReloadAsync_AllSourcesEnded_IsRefused()
    {
        await using var agent = NewAgent(ScriptedSource.Rows(1));
        await InVirtualTimeAsync(agent.RunAsync(stop.Token));

        await Assert.ThrowsAsync<OperationCanceledException>(() => agent.ReloadAsync(options, [new SteadySource(clock)]));
        await Assert.ThrowsAsync<OperationCanceledException>(() => agent.ReloadAsync(options with { Server = "127.0.0.1:2" }, [new SteadySource(clock)]).WaitAsync(Eventually.Limit));
    }

    private Agent NewAgent(params ISampleSource[] sources) =>
        new(options, sources, _ => server, new UplinkOptions { HoleTimeout = TimeSpan.FromDays(1), Random = () => 0 }, (clock, NullLoggerFactory.Instance));

    private IEnumerable<long> Times() => server.Published.Where(publish => publish.Topic == TopicKind.Telemetry)
        .DistinctBy(publish => publish.Batch).SelectMany(publish => publish.View.DecodeTimes(0).ToArray());

    private async Task InVirtualTimeAsync(Task task)
    {
        await clock.AdvanceUntilAsync(() => task.IsCompleted, TimeSpan.FromMilliseconds(10));
        await task;
    }

    /// <summary>A sample a batch's age, numbered by its time, until it is ended.</summary>
    private sealed class SteadySource(TimeProvider clock, string signal = "Vehicle.Speed") : ISampleSource
    {
        private volatile bool ended;
        private int written;
        private int starts;

        public string Name => signal;

        public int Written => Volatile.Read(ref written);

        public int Starts => Volatile.Read(ref starts);

        public bool Stopped { get; private set; }

        public void End() => ended = true;

        public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
        {
            Interlocked.Increment(ref starts);
            var group = sink.Declare([new(signal, SignalType.Double)]);
            try
            {
                while (!ended)
                {
                    await sink.WriteAsync(group, written, new[] { SampleValue.Of(1.0) }, cancellation);
                    Interlocked.Increment(ref written);
                    await Task.Delay(TimeSpan.FromMilliseconds(1), clock, cancellation);
                }
            }
            finally
            {
                Stopped = true;
            }
        }
    }
}
