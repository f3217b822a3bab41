using System.Buffers;
using System.Text;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Publishes whose handling takes time: nothing is acknowledged before, everything in order.</summary>
public sealed class PublishPumpTests
{
    private readonly RecordingHandler handler = new();

    [Fact]
    [Conformance("MQTT-4.3.2-4")]
    public async Task Publishes_Pending_AreHandedOverAndAnsweredInOrderInOneWrite()
    {
        const int Count = 100;
        var commit = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answers["t"] = _ => new(commit.Task);
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        for (ushort id = 1; id <= Count; id++)
            peer.Write(Publish("t", $"{id}"), id);
        await peer.FlushAsync();
        for (var id = 1; id <= Count; id++)
            Assert.Equal($"publish c t {id}", await handler.NextAsync());
        Assert.Empty(await peer.ReceiveUntilPongAsync());

        commit.SetResult(MqttReasonCode.Success);

        var result = await peer.Transport.Input.ReadAtLeastAsync(4);
        Assert.True(result.Buffer.Length >= 4 * Count / 2, $"the first write has {result.Buffer.Length} bytes of {4 * Count}");
        peer.Transport.Input.AdvanceTo(result.Buffer.Start);
        for (ushort id = 1; id <= Count; id++)
            await peer.ExpectAsync(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
    }

    [Fact]
    [Conformance("MQTT-4.6.0-2", "MQTT-4.6.0-3")]
    public async Task Publishes_LaterOneDoneFirst_WaitForTheirTurn()
    {
        var slow = new TaskCompletionSource<MqttReasonCode>();
        handler.Answers["slow"] = _ => new(slow.Task);
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "#", QualityOfService.AtMostOnce);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("slow", "1"), 1);
        await peer.SendAsync(Publish("fast", "2"), 2);
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        Assert.Empty(await watcher.ReceiveUntilPongAsync());

        slow.SetResult(MqttReasonCode.Success);

        await peer.ExpectAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success));
        await peer.ExpectAsync(new AckPacket(PacketType.PubAck, 2, MqttReasonCode.Success));
        Assert.Equal("slow", (await watcher.ReceiveAsync<PublishPacket>()).Publish.Topic);
        Assert.Equal("fast", (await watcher.ReceiveAsync<PublishPacket>()).Publish.Topic);
    }

    [Fact]
    public async Task Publishes_BeyondReceiveMaximum_CloseWithReason()
    {
        handler.Answers["t"] = _ => new(new TaskCompletionSource<MqttReasonCode>().Task.WaitAsync(TimeSpan.FromSeconds(1)));
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { ReceiveMaximum = 3 }) { ExpectsErrors = true };
        var peer = await endpoint.ConnectAsync("c");
        for (ushort id = 1; id <= 4; id++)
            peer.Write(Publish("t", ""), id);
        await peer.FlushAsync();
        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
    }

    [Fact]
    public async Task Publishes_BeyondReceiveMaximumInV311_AreNotRead()
    {
        var commit = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answers["t"] = _ => new(commit.Task);
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { ReceiveMaximum = 3 });
        var peer = await endpoint.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311, ClientId = "c", CleanStart = true });
        await handler.NextAsync();
        for (ushort id = 1; id <= 20; id++)
            peer.Write(Publish("t", ""), id);
        await peer.FlushAsync();
        // One in hand, three in the queue, and the one that waits for its place.
        for (var i = 0; i < 5; i++)
            await handler.NextAsync();
        Assert.Equal(0, handler.Waiting);
        commit.SetResult(MqttReasonCode.Success);
        for (ushort id = 1; id <= 20; id++)
            await peer.ExpectAsync(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce, (byte)PacketType.PubAck)]
    [InlineData(QualityOfService.ExactlyOnce, (byte)PacketType.PubRec)]
    public async Task Publish_RefusedByApplication_IsToldAndNotDelivered(QualityOfService qos, byte answer)
    {
        handler.Answers["t"] = _ => new(MqttReasonCode.NotAuthorized);
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "#", QualityOfService.AtMostOnce);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", "") with { Qos = qos, Retain = true }, 1);
        await peer.ExpectAsync(new AckPacket((PacketType)answer, 1, MqttReasonCode.NotAuthorized));
        Assert.Empty(await watcher.ReceiveUntilPongAsync());
        Assert.Equal(0, endpoint.Server.RetainedCount);
        Assert.Equal(1, endpoint.Server.Statistics.Refused(MqttReasonCode.NotAuthorized));
    }

    [Theory]
    [InlineData(MqttReasonCode.PayloadFormatInvalid, true)]
    [InlineData(MqttReasonCode.NotAuthorized, true)]
    [InlineData(MqttReasonCode.QuotaExceeded, false)]
    public async Task Publish_RefusedInV311_IsAcknowledgedOnlyWhereAgainIsNoUse(MqttReasonCode reason, bool acknowledged)
    {
        handler.Answers["t"] = _ => new(reason);
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "#", QualityOfService.AtMostOnce);
        var peer = await endpoint.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311, ClientId = "c", CleanStart = true });
        await peer.SendAsync(Publish("t", ""), 1);
        Assert.Equal(acknowledged ? new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success) : null, await peer.ReceiveAsync());
        Assert.Empty(await watcher.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task Publishes_BeyondPendingBytes_AreNotReadUntilAnswered()
    {
        var commit = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answers["t"] = _ => new(commit.Task);
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumPendingBytes = 2_500 });
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        for (ushort id = 1; id <= 10; id++)
            peer.Write(Publish("t", new string('x', 1000)), id);
        await peer.FlushAsync();
        for (var i = 0; i < 3; i++)
            await handler.NextAsync();
        Assert.Equal(0, handler.Waiting);
        commit.SetResult(MqttReasonCode.Success);
        for (ushort id = 1; id <= 10; id++)
            await peer.ExpectAsync(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
    }

    [Theory]
    [InlineData(false, MqttReasonCode.UnspecifiedError)]
    [InlineData(true, MqttReasonCode.ImplementationSpecificError)]
    public async Task Publish_HandlerThrows_ClosesWithoutAck(bool withReason, MqttReasonCode reason)
    {
        handler.Answers["t"] = async _ =>
        {
            await Task.Yield();
            throw withReason ? new MqttException(reason, "disk full") : new InvalidOperationException("bug");
        };
        await using var endpoint = new MemoryEndpoint(handler) { ExpectsErrors = !withReason };
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("t", ""), 1);
        Assert.Equal(reason, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    [Conformance("MQTT-3.3.4-1", "MQTT-4.3.3-8", "MQTT-4.3.3-10", "MQTT-4.3.3-11")]
    public async Task Qos2_Repeated_IsHandedOverOnce()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        var publish = Publish("t", "x") with { Qos = QualityOfService.ExactlyOnce };
        await peer.SendAsync(publish, 7);
        await peer.ExpectAsync(new AckPacket(PacketType.PubRec, 7, MqttReasonCode.Success));
        await peer.SendAsync(publish, 7, duplicate: true);
        await peer.ExpectAsync(new AckPacket(PacketType.PubRec, 7, MqttReasonCode.Success));
        await peer.SendAsync(new AckPacket(PacketType.PubRel, 7, MqttReasonCode.Success));
        await peer.ExpectAsync(new AckPacket(PacketType.PubComp, 7, MqttReasonCode.Success));
        await peer.SendAsync(new AckPacket(PacketType.PubRel, 7, MqttReasonCode.Success));
        await peer.ExpectAsync(new AckPacket(PacketType.PubComp, 7, MqttReasonCode.PacketIdentifierNotFound));
        Assert.Equal("publish c t x", await handler.NextAsync());
        Assert.Equal(0, handler.Waiting);
    }

    [Fact]
    public async Task TopicAlias_Known_StandsForItsTopic()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        await peer.SendAsync(Convert.FromHexString("300800016103230001" + "78"));
        await peer.SendAsync(Convert.FromHexString("3007000003230001" + "79"));
        Assert.Equal("publish c a x", await handler.NextAsync());
        Assert.Equal("publish c a y", await handler.NextAsync());
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(1, 40)]
    public async Task Topic_BeyondLimits_IsRefusedPerPublish(int length, int levels)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        var topic = string.Join('/', Enumerable.Repeat(new string('x', length), levels));
        await peer.SendAsync(Publish(topic, ""), 1);
        await peer.ExpectAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.TopicNameInvalid));
    }

    private static MqttPublish Publish(string topic, string text) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = QualityOfService.AtLeastOnce };
}
