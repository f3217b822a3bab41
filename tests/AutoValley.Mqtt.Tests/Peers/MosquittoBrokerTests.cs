using System.Text;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>This client against a server that nobody here wrote.</summary>
public sealed class MosquittoBrokerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [ToolFact(MosquittoBroker.Program)]
    public async Task PublishAsync_EveryQosAndVersion_ArrivesInOrder()
    {
        const int Count = 300;
        // Beyond its 20 in flight mosquitto 2.0.11 loses QoS 2 publishes that it acknowledged (25 published, 20 delivered): no limit here.
        await using var broker = await MosquittoBroker.StartAsync("max_inflight_messages 0");
        foreach (var version in Enum.GetValues<MqttProtocolVersion>())
        {
            foreach (var qos in Enum.GetValues<QualityOfService>())
            {
                await using var client = await ConnectAsync(broker, new MqttClientOptions { ProtocolVersion = version });
                await client.SubscribeAsync("a/+", qos, default);
                var publishes = Enumerable.Range(0, Count).Select(i => client.PublishAsync(Text("a/b", $"{i}", qos), default).AsTask());
                await Task.WhenAll(publishes).WaitAsync(Patience);
                for (var i = 0; i < Count; i++)
                    Assert.Equal(($"{i}", qos), Describe(await ReceiveAsync(client)));
                await client.DisconnectAsync(default);
                await client.Closed;
            }
        }
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task PublishAsync_Properties_ArriveUnchanged()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = await ConnectAsync(broker, new MqttClientOptions());
        await client.SubscribeAsync("p", QualityOfService.AtLeastOnce, default);
        var publish = Text("p", "x", QualityOfService.AtLeastOnce) with
        {
            IsText = true,
            ContentType = "text/plain",
            ResponseTopic = "answer",
            CorrelationData = new byte[] { 1, 2, 3 },
            UserProperties = [new("a", "1"), new("a", "2"), new("ü", "漢")],
            MessageExpiry = TimeSpan.FromSeconds(100),
        };
        await client.PublishAsync(publish, default);
        var received = await ReceiveAsync(client);
        Assert.Equal((true, "text/plain", "answer"), (received.IsText, received.ContentType, received.ResponseTopic));
        Assert.Equal([1, 2, 3], received.CorrelationData!.Value.ToArray());
        Assert.Equal(publish.UserProperties, received.UserProperties);
        Assert.InRange(received.MessageExpiry!.Value.TotalSeconds, 60, 100);
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task PublishAsync_LargePayloads_ArriveWhole()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = await ConnectAsync(broker, new MqttClientOptions());
        await client.SubscribeAsync("big", QualityOfService.AtLeastOnce, default);
        var payload = new byte[2_000_000];
        new Random(1).NextBytes(payload);
        for (var size = 120; size <= payload.Length; size *= 5)
        {
            var publish = new MqttPublish { Topic = "big", Payload = payload.AsMemory(0, size), Qos = QualityOfService.AtLeastOnce };
            await client.PublishAsync(publish, default).AsTask().WaitAsync(Patience);
            var received = await ReceiveAsync(client);
            Assert.True(publish.Payload.Span.SequenceEqual(received.Payload.Span));
        }
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task Session_Kept_DeliversWhatCameMeanwhile()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var options = new MqttClientOptions { ClientId = "kept", CleanStart = false, SessionExpiry = TimeSpan.FromMinutes(5) };
        await using (var first = await ConnectAsync(broker, options))
        {
            Assert.False(first.SessionPresent);
            await first.SubscribeAsync("s/#", QualityOfService.AtLeastOnce, default);
            await first.DisconnectAsync(default);
        }
        await using (var other = await ConnectAsync(broker, new MqttClientOptions()))
            await other.PublishAsync(Text("s/1", "meanwhile", QualityOfService.AtLeastOnce), default);
        await using var second = await ConnectAsync(broker, options);
        Assert.True(second.SessionPresent);
        Assert.Equal(("meanwhile", QualityOfService.AtLeastOnce), Describe(await ReceiveAsync(second)));
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task Dispose_WithoutGoodbye_PublishesWill_DisconnectDoesNot()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var watcher = await ConnectAsync(broker, new MqttClientOptions());
        await watcher.SubscribeAsync("will/#", QualityOfService.AtLeastOnce, default);
        var polite = await ConnectAsync(broker, new MqttClientOptions { Will = Text("will/polite", "x", QualityOfService.AtLeastOnce) });
        await polite.DisconnectAsync(default);
        await polite.DisposeAsync();
        var rude = await ConnectAsync(broker, new MqttClientOptions { Will = Text("will/rude", "x", QualityOfService.AtLeastOnce) });
        await rude.DisposeAsync();
        Assert.Equal("will/rude", (await ReceiveAsync(watcher)).Topic);
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task Closed_BrokerKilled_FailsWhatIsPending()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var client = await ConnectAsync(broker, new MqttClientOptions());
        await client.SubscribeAsync("a", QualityOfService.AtMostOnce, default);
        await broker.KillAsync();
        await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience));
        await Assert.ThrowsAsync<MqttException>(async () => await client.PublishAsync(Text("a", "x", QualityOfService.AtLeastOnce), default));
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task ConnectAsync_NotAuthorized_ThrowsReason()
    {
        await using var broker = await MosquittoBroker.StartAsync("allow_anonymous false");
        var error = await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(broker, new MqttClientOptions()));
        Assert.Equal(MqttReasonCode.NotAuthorized, error.Reason);
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task PublishAsync_LargerThanBrokerTakes_ThrowsPacketTooLarge()
    {
        await using var broker = await MosquittoBroker.StartAsync("max_packet_size 1000");
        await using var client = await ConnectAsync(broker, new MqttClientOptions());
        var publish = new MqttPublish { Topic = "big", Payload = new byte[1000] };
        Assert.Equal(MqttReasonCode.PacketTooLarge, (await Assert.ThrowsAsync<MqttException>(async () => await client.PublishAsync(publish, default))).Reason);
    }

    private static Task<MqttClient> ConnectAsync(MosquittoBroker broker, MqttClientOptions options) =>
        MqttClient.ConnectAsync(options with { Port = broker.Port }, TimeProvider.System, default);

    private static async Task<MqttPublish> ReceiveAsync(MqttClient client) => await client.Received.ReadAsync().AsTask().WaitAsync(Patience);

    private static MqttPublish Text(string topic, string text, QualityOfService qos) => new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = qos };

    private static (string, QualityOfService) Describe(MqttPublish publish) => (Encoding.UTF8.GetString(publish.Payload.Span), publish.Qos);
}
