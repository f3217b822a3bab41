using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>Acknowledgements that follow the application's handler.</summary>
public sealed class HandlerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, TaskCompletionSource<MqttReasonCode>> answers = "abc".ToDictionary(name => $"{name}", _ => new TaskCompletionSource<MqttReasonCode>());
    private readonly List<string> handled = [];

    [Fact]
    [Conformance("MQTT-4.5.0-2", "MQTT-4.6.0-2")]
    public async Task Handler_DoneOutOfOrder_IsAcknowledgedInOrder()
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync(Publish("a", QualityOfService.AtLeastOnce), 1);
        await server.SendAsync(Publish("b", QualityOfService.ExactlyOnce), 2);
        await server.SendAsync(Publish("c", QualityOfService.AtLeastOnce), 3);
        var first = server.ReceiveAsync<AckPacket>();
        answers["c"].SetResult(MqttReasonCode.Success);
        answers["b"].SetResult(MqttReasonCode.QuotaExceeded);
        Assert.False(first.IsCompleted);
        answers["a"].SetResult(MqttReasonCode.Success);
        Assert.Equal(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success), await first);
        await server.ExpectAsync(new AckPacket(PacketType.PubRec, 2, MqttReasonCode.QuotaExceeded));
        await server.ExpectAsync(new AckPacket(PacketType.PubAck, 3, MqttReasonCode.Success));
        Assert.Equal(["a", "b", "c"], handled);
        server.Break();
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Handler_Throws_EndsTheConnectionWithoutAcknowledgement()
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync(Publish("a", QualityOfService.AtLeastOnce), 1);
        await server.SendAsync(Publish("b", QualityOfService.AtLeastOnce), 2);
        answers["a"].SetException(new IOException("disk full"));
        var goodbye = await server.ReceiveAsync<DisconnectPacket>();
        Assert.Equal(MqttReasonCode.ImplementationSpecificError, goodbye.Reason);
        Assert.Contains("disk full", goodbye.Text, StringComparison.Ordinal);
        server.Break();
        answers["b"].SetResult(MqttReasonCode.Success);
        await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Handler_Qos2AgainAfterReconnect_IsHandledAgainOnlyIfItWasNot(bool wasHandled, int expected)
    {
        var servers = new ScriptedServers();
        var time = new VirtualTime();
        var calls = 0;
        var options = new MqttClientOptions
        {
            ClientId = "c", SessionExpiry = TimeSpan.FromHours(1), KeepAlive = TimeSpan.Zero,
            Handler = async (publish, cancellation) =>
            {
                if (publish.Topic == "b")
                    await Task.Delay(Timeout.Infinite, cancellation);
                Interlocked.Increment(ref calls);
                return MqttReasonCode.Success;
            },
        };
        var session = MqttClientSession.Start(options, new MqttSessionOptions { FirstRetry = TimeSpan.Zero }, servers.DialAsync, time);
        var (first, _) = await servers.AcceptAsync();
        // "b" is never done: what is behind it is handled and unanswered when the connection breaks.
        await first.SendAsync(Publish("b", QualityOfService.AtLeastOnce), 1);
        await first.SendAsync(Publish("a", QualityOfService.ExactlyOnce), 2);
        await Wait.UntilAsync(() => Volatile.Read(ref calls) == 1);
        first.Break();
        var (second, _) = await servers.AcceptAsync(sessionPresent: wasHandled);
        await second.SendAsync(Publish("a", QualityOfService.ExactlyOnce), 2, duplicate: true);
        await second.ExpectAsync(new AckPacket(PacketType.PubRec, 2, MqttReasonCode.Success));
        Assert.Equal(expected, calls);
        second.Break();
        await session.StopAsync(null, new CancellationToken(canceled: true)).WaitAsync(Patience);
    }

    private async Task<(MqttClient Client, PacketPeer Server)> ConnectAsync()
    {
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far);
        var options = new MqttClientOptions { Handler = HandleAsync };
        var connecting = MqttClient.ConnectAsync(near, options, new VirtualTime(), default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Success, Properties.None));
        return (await connecting.WaitAsync(Patience), server);
    }

    private ValueTask<MqttReasonCode> HandleAsync(MqttPublish publish, CancellationToken cancellation)
    {
        handled.Add(publish.Topic);
        return new(answers[publish.Topic].Task);
    }

    private static MqttPublish Publish(string topic, QualityOfService qos) => new() { Topic = topic, Qos = qos };
}
