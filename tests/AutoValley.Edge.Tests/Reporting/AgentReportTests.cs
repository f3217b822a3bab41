using AutoValley.Edge.Clock;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Reporting;

/// <summary>What an agent says about itself on the topic status.</summary>
public sealed class AgentReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VirtualTime clock = new();
    private readonly FakeServer server = new();
    private readonly CancellationTokenSource stop = new();

    public void Dispose()
    {
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Status_EachSecond_IsRetainedAndTellsRates()
    {
        // 20 samples a second: a row of two each 100 ms, a batch each.
        await using var agent = NewAgent(Every(TimeSpan.FromMilliseconds(100)));
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => server.Reports.Count >= 6, TimeSpan.FromMilliseconds(50));
        var reports = server.Reports;
        await StopAsync(running);

        Assert.All(server.Published.Where(publish => publish.Topic == TopicKind.Status), publish => Assert.True(publish.Retain));
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.InRange(pair.Second.UptimeNanos - pair.First.UptimeNanos, 0.9e9, 1.1e9));
        var last = reports[5];
        Assert.Equal(agent.Status.Session.ToByteArray(), last.Session.ToByteArray());
        Assert.InRange(last.Sources[0].SamplesPerSecond, 15, 25);
        Assert.Equal(last.Uplink.SamplesRead, last.Sources[0].Samples);
        Assert.InRange(last.Uplink.BatchesPublishedPerSecond, 4, 12);
        Assert.InRange(last.Uplink.BatchesDurablePerSecond, 4, 12);
        Assert.InRange(last.Sources[0].SilenceNanos, 0UL, 150_000_000UL);
        Assert.Equal((V1.ClockSource.Gnss, 7L, 5UL), (last.Clock.Source, last.Clock.OffsetNanos, last.Clock.ErrorNanos));
        Assert.True(last.MemoryBytes > 1 << 20);
        Assert.Matches(@"^\d+\.\d+\.\d+", last.Version);
    }

    [Fact]
    public async Task Status_SourceIsSilent_TellsForHowLong()
    {
        await using var agent = NewAgent(ScriptedSource.Endless(1));
        var running = agent.RunAsync(stop.Token);
        await Eventually.IsTrueAsync(() => agent.Status.SamplesRead == 2);
        await clock.AdvanceUntilAsync(() => server.Reports.Count >= 4, TimeSpan.FromMilliseconds(200));
        var last = server.Reports[3].Sources[0];
        await StopAsync(running);

        Assert.Equal((2UL, 0.0), (last.Samples, last.SamplesPerSecond));
        Assert.InRange(last.SilenceNanos, 2.7e9, 3.5e9);
    }

    [Fact]
    public async Task Status_SourcesFailAndWait_TellsWhy()
    {
        var failing = new ScriptedSource((_, _) => throw new SourceException("can0: no such interface"));
        var waiting = new RestartedSource(new ScriptedSource((_, _) => throw new SourceException("gps: gone")), clock, NullLoggerFactory.Instance);
        await using var agent = NewAgent(failing, waiting, ScriptedSource.Rows(1), ScriptedSource.Endless(1));
        var running = agent.RunAsync(stop.Token);
        // It waits for 30 s between its attempts by then.
        await clock.AdvanceUntilAsync(() => server.Reports.Count >= 40, TimeSpan.FromSeconds(1));
        var sources = server.Reports[39].Sources;
        await StopAsync(running, "can0: no such interface");

        Assert.Equal(
            [V1.AgentSource.Types.State.Failed, V1.AgentSource.Types.State.Waiting, V1.AgentSource.Types.State.Ended, V1.AgentSource.Types.State.Running],
            sources.Select(source => source.State));
        Assert.Equal(["can0: no such interface", "gps: gone", "", ""], sources.Select(source => source.Reason));
        var restarts = Assert.Single(sources[1].Counts, count => count.Name == "restarts");
        Assert.True(restarts.Count >= 6 && !restarts.IsGap);
        Assert.False(sources[0].HasSilenceNanos);
    }

    [Fact]
    public async Task Status_BatchesWaitAndAreRefused_AreCounted()
    {
        server.Acknowledges = false;
        server.Answer = publish => Task.FromResult(
            publish.Topic == TopicKind.Telemetry && publish.Batch.Sequence == 1 ? PublishOutcome.Refused : PublishOutcome.Accepted);
        await using var agent = NewAgent(ScriptedSource.Endless(1), Every(TimeSpan.FromSeconds(10)));
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => server.Reports.Count >= 13, TimeSpan.FromMilliseconds(500));
        var last = server.Reports[12];
        await StopAsync(running);

        Assert.Equal("refused", Assert.Single(last.Dropped).Key);
        Assert.True(last.Spool.Batches >= 1 && last.Spool.Samples >= 2 && last.Spool.Bytes > 0);
        Assert.Equal(last.Uplink.SamplesRead, last.Dropped["refused"] + last.Spool.Samples);
        Assert.Equal(0UL, last.Uplink.SamplesDurable);
    }

    [Fact]
    public async Task Status_Refused_DoesNotStopTheBatches()
    {
        server.Answer = publish => Task.FromResult(publish.Topic == TopicKind.Status ? PublishOutcome.Refused : PublishOutcome.Accepted);
        await using var agent = NewAgent(ScriptedSource.Rows(100));
        var running = agent.RunAsync(stop.Token);
        await clock.AdvanceUntilAsync(() => running.IsCompleted, TimeSpan.FromMilliseconds(50));
        await running;

        Assert.Equal(200, agent.Status.SamplesDurable);
    }

    private ScriptedSource Every(TimeSpan interval) => new(async (sink, cancellation) =>
    {
        var group = sink.Declare([new("Vehicle.A", SignalType.Double), new("Vehicle.B", SignalType.Double)]);
        using var timer = new PeriodicTimer(interval, clock);
        for (var row = 0L; await timer.WaitForNextTickAsync(cancellation); row++)
            await sink.WriteAsync(group, row, new[] { SampleValue.Of(1.0), SampleValue.Of(2.0) }, cancellation);
    });

    private Agent NewAgent(params ISampleSource[] sources) => new(
        new AgentOptions { Vehicle = new VehicleName("acme", "car1"), SpoolFolder = folder.Path, Clock = new SteeredClock() },
        sources, _ => server, new UplinkOptions { HoleTimeout = TimeSpan.FromDays(1), Random = () => 0 }, (clock, NullLoggerFactory.Instance));

    private async Task StopAsync(Task running, string? failure = null)
    {
        await stop.CancelAsync();
        await clock.AdvanceUntilAsync(() => running.IsCompleted, TimeSpan.FromMilliseconds(50));
        if (failure is null)
            await running;
        else
            Assert.Equal(failure, (await Assert.ThrowsAsync<SourceException>(() => running)).Message);
    }

    private sealed class SteeredClock : IVehicleClock
    {
        public ClockQuality Quality => new(ClockSource.Gnss, 7, 5);
    }
}
