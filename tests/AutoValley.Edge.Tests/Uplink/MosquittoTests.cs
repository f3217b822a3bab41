using System.Collections.Concurrent;
using System.Text;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Uplink;

/// <summary>The agent against a broker that nobody here wrote.</summary>
public sealed class MosquittoTests : IDisposable
{
    private static readonly VehicleName Vehicle = new("acme", "car1");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [ToolFact(Mosquitto.Path)]
    public async Task RunAsync_OverABroker_BringsEverySample()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var server = await AckingSubscriber.ConnectAsync(broker.Port);
        await using var agent = NewAgent(broker, ScriptedSource.Rows(20_000));
        await agent.RunAsync(default).WaitAsync(Eventually.Limit);

        Assert.Equal((40_000, 0), (agent.Status.SamplesDurable, agent.Status.SpoolBatches));
        AssertComplete(server.Batches.Values, 20_000);
    }

    [ToolFact(Mosquitto.Path)]
    public async Task RunAsync_BrokerKilledInBetween_BringsEverySampleOnce()
    {
        var journal = new ConcurrentDictionary<(SessionId, ulong), byte[]>();
        using var broker = new Mosquitto();
        await broker.StartAsync();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new ScriptedSource(async (sink, cancellation) =>
        {
            await ScriptedSource.Rows(10_000).RunAsync(sink, cancellation);
            await goOn.Task;
            await ScriptedSource.Rows(10_000, start: 1_010_000).RunAsync(sink, cancellation);
        });
        await using var agent = NewAgent(broker, source);
        Task running;
        await using (var first = await AckingSubscriber.ConnectAsync(broker.Port, journal))
        {
            running = agent.RunAsync(default);
            await Eventually.IsTrueAsync(() => agent.Status.SamplesDurable > 0);
            broker.Kill();
        }
        goOn.SetResult();
        await Eventually.IsTrueAsync(() => agent.Status.SamplesPublished == 40_000 && !agent.Status.Connected);
        await broker.StartAsync();
        await using var second = await AckingSubscriber.ConnectAsync(broker.Port, journal);
        await running.WaitAsync(Eventually.Limit);

        Assert.True(agent.Status.Reconnects > 0);
        Assert.Equal(40_000, agent.Status.SamplesDurable);
        AssertComplete(journal.Values, 20_000);
    }

    [ToolFact(Mosquitto.Path)]
    public async Task ConnectAsync_ConnectionLost_LeavesTheWill()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var watcher = await MqttClient.ConnectAsync(new MqttClientOptions { Port = broker.Port }, TimeProvider.System, default);
        await watcher.SubscribeAsync(Topics.Of(Vehicle, TopicKind.Status), QualityOfService.AtLeastOnce, default);
        var connection = await new MqttUplinkConnector(Options(broker), TimeProvider.System).ConnectAsync(default);
        await connection.PublishAsync(TopicKind.Status, Encoding.UTF8.GetBytes(Topics.Online), retain: true, default);
        await connection.DisposeAsync();

        Assert.Equal(Topics.Online, await NextTextAsync(watcher));
        Assert.Equal(Topics.Offline, await NextTextAsync(watcher));
    }

    private static async Task<string> NextTextAsync(MqttClient client)
    {
        using var limit = new CancellationTokenSource(Eventually.Limit);
        return Encoding.UTF8.GetString((await client.Received.ReadAsync(limit.Token)).Payload.Span);
    }

    private static void AssertComplete(IEnumerable<byte[]> payloads, int rows)
    {
        var times = new List<long>();
        foreach (var payload in payloads)
        {
            Assert.Equal(BatchError.None, BatchView.TryRead(payload, BatchLimits.Default, out var view, out _));
            times.AddRange(view!.DecodeTimes(0).Span);
        }
        Assert.Equal(Enumerable.Range(0, rows).Select(row => 1_000_000L + row), times.Order());
    }

    private Agent NewAgent(Mosquitto broker, ScriptedSource source) => new(Options(broker), [source], TimeProvider.System, NullLoggerFactory.Instance);

    private AgentOptions Options(Mosquitto broker) =>
        new() { Vehicle = Vehicle, SpoolFolder = folder.Path, Server = $"127.0.0.1:{broker.Port}", BatchBytes = 4800 };
}
