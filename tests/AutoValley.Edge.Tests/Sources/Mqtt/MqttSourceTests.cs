using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mqtt;
using AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire;
using AutoValley.Edge.Tests.Support;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Mqtt;

/// <summary>Against Debian's Mosquitto, and against peers that do not behave.</summary>
public sealed class MqttSourceTests
{
    private readonly CollectingSink sink = new();

    [ToolFact(Mosquitto.Path)]
    public async Task Run_PublishesOfOtherClients_AreTakenInOrder()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var device = await DeviceAsync(broker);
        await PublishAsync(device, "s/old/t", "1", retain: true);
        var source = Source(broker.Port, "");
        await using (new Running(source, sink))
        {
            await Eventually.IsTrueAsync(() => source.Statistics.Faults[MqttFault.Retained] == 1);
            for (var index = 0; index < 500; index++)
                await PublishAsync(device, "s/new/t", $"{index}");
            await PublishAsync(device, "other", "7");
            await PublishAsync(device, "j", "{\"ts\": 5, \"A\": 1}");
            await Eventually.IsTrueAsync(() => source.Statistics.Publishes == 501);
        }
        Assert.Equal(Enumerable.Range(0, 500).Select(index => (double)index), sink.Samples["P.new"].Select(sample => sample.Value.Double));
        Assert.Equal(["P.new", "A"], sink.Samples.Keys);
        Assert.DoesNotContain(source.Counts, count => count.Name == "interruptions");
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Run_StoppedWithASession_GetsWhatCameMeanwhile()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var device = await DeviceAsync(broker);
        var (source, watched) = (Source(broker.Port, "agent-1"), new WatchedSink(sink));
        var number = 0;
        await using (new Running(source, watched))
        {
            await Eventually.IsTrueAsync(async () =>
            {
                await PublishAsync(device, "s/a/t", $"{++number}");
                return source.Statistics.Publishes > 0;
            });
            await Eventually.IsTrueAsync(() => watched.Last == $"{number}");
        }
        for (var index = 100_000; index < 100_020; index++)
            await PublishAsync(device, "s/a/t", $"{index}");
        await using (new Running(source, watched))
            await Eventually.IsTrueAsync(() => watched.Last == "100019");
        Assert.Equal(Enumerable.Range(100_000, 20).Select(index => (double)index), sink.Samples["P.a"].Select(sample => sample.Value.Double).TakeLast(20));
        Assert.Equal((2, 0), (Count(source, "connections"), Count(source, "interruptions")));
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Run_BrokerKilledInBetween_StartsAgainAndCountsTheInterruption()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        var source = Source(broker.Port, "");
        await using (new Running(new RestartedSource(source, TimeProvider.System, NullLoggerFactory.Instance), sink))
        {
            await using (var device = await DeviceAsync(broker))
                await PublishUntilTakenAsync(device, source);
            broker.Kill();
            await broker.StartAsync();
            await using (var device = await DeviceAsync(broker))
            {
                var before = source.Statistics.Publishes;
                await PublishUntilTakenAsync(device, source, before);
            }
            Assert.Equal((2, 1), (Count(source, "connections"), Count(source, "interruptions")));
        }
        // The same signal, and the group that it had.
        Assert.Single(sink.Groups);
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Run_FloodWhileTheSinkIsFull_IsBoundedAndCounted()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var device = await DeviceAsync(broker);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Gate = () => open.Task;
        var source = Source(broker.Port, "", qos: QualityOfService.AtMostOnce, receiveMaximum: 64);
        await using (new Running(source, sink))
        {
            // Retained with a time: it comes when the subscription stands, and then waits at the sink.
            await PublishAsync(device, "j", "{\"ts\": 5, \"A\": 1}", retain: true);
            for (var index = 0; index < 5_000; index++)
                await PublishAsync(device, "j", $"{{\"ts\": {index}, \"A\": 1}}");
            await Eventually.IsTrueAsync(() => Count(source, "publishes dropped") > 0);
            // What is not dropped waits; the broker delivers what is left when somebody reads again.
            open.SetResult();
            await Eventually.IsTrueAsync(async () =>
            {
                await PublishAsync(device, "j", "{\"ts\": 99999, \"A\": 2}");
                return source.Statistics.Publishes > 65;
            });
        }
        Assert.InRange(Count(source, "publishes dropped"), 1, 5_001);
        Assert.Contains(source.Counts, count => count is { Name: "publishes dropped", IsGap: true });
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Run_SinkThatIsFullForAWhile_KeepsTheOrder()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var device = await DeviceAsync(broker);
        await device.SubscribeAsync("s/a/t", QualityOfService.AtLeastOnce, CancellationToken.None);
        var (reached, open) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        sink.Gate = () =>
        {
            reached.TrySetResult();
            return open.Task;
        };
        var source = Source(broker.Port, "");
        await using (new Running(source, sink))
        {
            // Retained with a time: it comes when the subscription stands, and waits at the sink.
            await PublishAsync(device, "j", "{\"ts\": 5, \"A\": 1}", retain: true);
            await reached.Task.WaitAsync(Eventually.Limit);
            for (var index = 0; index < 200; index++)
                await PublishAsync(device, "s/a/t", $"{index}");
            // The broker has sent them to all.
            for (var index = 0; index < 200; index++)
                await device.Received.ReadAsync();
            open.SetResult();
            await Eventually.IsTrueAsync(() => source.Statistics.Publishes >= 201);
        }
        Assert.Equal(Enumerable.Range(0, 200).Select(index => (double)index), sink.Samples["P.a"].Select(sample => sample.Value.Double));
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Run_SparkplugNodeBornBefore_IsAskedToBeBornAgain()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var node = await DeviceAsync(broker);
        await node.SubscribeAsync("spBv1.0/plant/NCMD/gw", QualityOfService.AtMostOnce, CancellationToken.None);
        var source = new MqttSource(
            new MqttSourceOptions { Client = new MqttClientOptions { Port = broker.Port }, Topics = [new MqttTopicOptions("spBv1.0/plant/#") { IsSparkplug = true, AsksForRebirth = true }] },
            TimeProvider.System, NullLoggerFactory.Instance);
        await using (new Running(source, sink))
        {
            var data = new Payload { Timestamp = 1, Metrics = { new Payload.Types.Metric { Alias = 7, DoubleValue = 2.5 } } }.ToByteArray();
            MqttPublish? order = null;
            await Eventually.IsTrueAsync(async () =>
            {
                await node.PublishAsync(new MqttPublish { Topic = "spBv1.0/plant/DDATA/gw/car", Payload = data }, CancellationToken.None);
                return node.Received.TryRead(out order);
            });
            var asked = Assert.Single(Payload.Parser.ParseFrom(order!.Payload.Span).Metrics);
            Assert.Equal(("Node Control/Rebirth", true), (asked.Name, asked.BooleanValue));
            var birth = new Payload { Timestamp = 2, Metrics = { new Payload.Types.Metric { Name = "Vehicle/Speed", Alias = 7, Datatype = 10, DoubleValue = 1.5 } } }.ToByteArray();
            await node.PublishAsync(new MqttPublish { Topic = "spBv1.0/plant/DBIRTH/gw/car", Payload = birth }, CancellationToken.None);
            await node.PublishAsync(new MqttPublish { Topic = "spBv1.0/plant/DDATA/gw/car", Payload = data }, CancellationToken.None);
            await Eventually.IsTrueAsync(() => source.Statistics.Publishes == 2);
        }
        Assert.Equal([1.5, 2.5], sink.Samples["Sparkplug.plant.gw.car.Vehicle.Speed"].Select(sample => sample.Value.Double));
    }

    [Fact]
    public async Task Run_NobodyThere_SaysWhere()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var failure = await Assert.ThrowsAsync<SourceException>(() => Source(port, "").RunAsync(sink, CancellationToken.None));
        Assert.StartsWith($"mqtt 127.0.0.1:{port}: ", failure.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("\u0020\u0002\u0000\u0005")]
    [InlineData("")]
    public async Task Run_PeerThatIsNoBroker_Fails(string answer)
    {
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var running = Source(((IPEndPoint)peer.LocalEndpoint).Port, "").RunAsync(sink, CancellationToken.None);
        using (var socket = await peer.AcceptTcpClientAsync())
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
        await Assert.ThrowsAsync<SourceException>(() => running.WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Run_PeerThatNeverAnswers_IsGivenUp()
    {
        var clock = new VirtualTime();
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var running = Source(((IPEndPoint)peer.LocalEndpoint).Port, "", clock).RunAsync(sink, CancellationToken.None);
        using var socket = await peer.AcceptTcpClientAsync();
        await Eventually.IsTrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        });
        await Assert.ThrowsAsync<SourceException>(() => running);
    }

    private static MqttSource Source(
        int port, string clientId, TimeProvider? clock = null, QualityOfService qos = QualityOfService.AtLeastOnce, ushort receiveMaximum = 1_024) => new(
        new MqttSourceOptions
        {
            Client = new MqttClientOptions
            {
                Port = port, ReceiveMaximum = receiveMaximum, ClientId = clientId, CleanStart = clientId.Length == 0, SessionExpiry = clientId.Length == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1),
            },
            Topics = [new MqttTopicOptions("s/+/t") { Signal = "P.{1}", Qos = qos }, new MqttTopicOptions("j") { Qos = qos }],
        },
        clock ?? TimeProvider.System, NullLoggerFactory.Instance);

    private static Task<MqttClient> DeviceAsync(Mosquitto broker) =>
        MqttClient.ConnectAsync(new MqttClientOptions { Port = broker.Port }, TimeProvider.System, CancellationToken.None);

    private static async Task PublishAsync(MqttClient device, string topic, string payload, bool retain = false) => await device.PublishAsync(
        new MqttPublish { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Qos = QualityOfService.AtLeastOnce, Retain = retain }, CancellationToken.None);

    // Nobody can see when another client's subscription is granted.
    private static Task PublishUntilTakenAsync(MqttClient device, MqttSource source, long before = 0) => Eventually.IsTrueAsync(async () =>
    {
        await PublishAsync(device, "s/a/t", "1");
        return source.Statistics.Publishes > before;
    });

    private static long Count(MqttSource source, string name) => source.Counts.Where(count => count.Name == name).Sum(count => count.Count);

    private sealed class WatchedSink(ISampleSink sink) : ISampleSink
    {
        private volatile string last = "";

        public string Last => last;

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => sink.Declare(signals);

        public async ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
        {
            var text = values.Span[0].ToString();
            await sink.WriteAsync(group, time, values, cancellation);
            last = text;
        }
    }
}
