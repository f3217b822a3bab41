using System.Text;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Keep-alive, take-over, expiry and Wills, in virtual time.</summary>
public sealed class SessionTests
{
    private readonly RecordingHandler handler = new();

    [Fact]
    [Conformance("MQTT-3.1.2-22")]
    public async Task KeepAlive_SilentForOneAndAHalf_ClosesWithReason()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { KeepAliveSeconds = 10 });
        endpoint.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        endpoint.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        // A packet that never ends is no packet.
        await peer.SendAsync([0x30, 0x20]);
        endpoint.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(MqttReasonCode.KeepAliveTimeout, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task KeepAlive_Zero_NeverStrikes()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Version = MqttProtocolVersion.V311 });
        endpoint.Time.Advance(TimeSpan.FromHours(30));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.1.4-3")]
    public async Task TakeOver_SameClientId_ClosesTheOldOneFirst()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var will = new ConnectWill(Publish("status", "offline"), 0);
        var old = await endpoint.ConnectAsync(Connect("c") with { Will = will });
        var fresh = await endpoint.ConnectAsync(Connect("c"));
        Assert.Equal(MqttReasonCode.SessionTakenOver, (await old.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Null(await old.ReceiveAsync());
        await fresh.SendAsync(Publish("status", "online"), 1);
        string[] expected = ["connect c", "connect c", "publish c status offline", "disconnected c SessionTakenOver", "publish c status online"];
        foreach (var line in expected)
            Assert.Equal(line, await handler.NextAsync());
    }

    [Fact]
    public async Task TakeOver_OldOneStuckInApplication_IsBusy()
    {
        var stuck = new TaskCompletionSource<MqttReasonCode>();
        handler.Answers["t"] = _ => new(stuck.Task);
        await using var endpoint = new MemoryEndpoint(handler);
        var old = await endpoint.ConnectAsync(Connect("c"));
        await handler.NextAsync();
        await old.SendAsync(Publish("t", ""), 1);
        await handler.NextAsync();
        var second = endpoint.Open();
        await second.SendAsync(Connect("c"));
        await handler.NextAsync();
        Assert.Equal(MqttReasonCode.SessionTakenOver, (await old.ReceiveAsync<DisconnectPacket>()).Reason);
        var answer = second.ReceiveAsync<ConnAckPacket>();
        while (!answer.IsCompleted)
        {
            endpoint.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
        Assert.Equal(MqttReasonCode.ServerBusy, (await answer).Reason);
        stuck.SetResult(MqttReasonCode.Success);
    }

    [Fact]
    [Conformance("MQTT-3.1.2-5", "MQTT-3.2.2-3", "MQTT-4.4.0-1", "MQTT-4.5.0-1")]
    public async Task Session_Kept_DeliversWhatCameMeanwhileAndWhatWasNotAcknowledged()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var first = await endpoint.ConnectAsync(Connect("c", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest("t", QualityOfService.ExactlyOnce));
        await endpoint.Server.PublishAsync(Publish("t", "1"), default);
        await endpoint.Server.PublishAsync(Publish("t", "2") with { Qos = QualityOfService.ExactlyOnce }, default);
        await first.ReceiveAsync<PublishPacket>();
        await first.ReceiveAsync<PublishPacket>();
        await first.SendAsync(new AckPacket(PacketType.PubRec, 2, MqttReasonCode.Success));
        await first.ReceiveAsync<AckPacket>();
        await LeaveAsync(first);
        await endpoint.Server.PublishAsync(Publish("t", "3"), default);
        await endpoint.Server.PublishAsync(Publish("t", "lost") with { Qos = QualityOfService.AtMostOnce }, default);
        endpoint.Time.Advance(TimeSpan.FromSeconds(59));

        var second = await endpoint.ConnectAsync(Connect("c", expiry: 60) with { CleanStart = false }, present: true);

        await second.ExpectAsync(new AckPacket(PacketType.PubRel, 2, MqttReasonCode.Success));
        var again = await second.ReceiveAsync<PublishPacket>();
        Assert.Equal(("1", 1, true), (Text(again), (int)again.PacketId, again.Publish.Duplicate));
        var waited = await second.ReceiveAsync<PublishPacket>();
        Assert.Equal(("3", 3, false), (Text(waited), (int)waited.PacketId, waited.Publish.Duplicate));
        Assert.Empty(await second.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.1.2-6", "MQTT-3.2.2-3")]
    public async Task Session_Expired_IsGone()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var first = await endpoint.ConnectAsync(Connect("c", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        await LeaveAsync(first);
        await endpoint.ReleasedAsync();
        Assert.Equal(1, endpoint.Server.SessionCount);
        endpoint.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, endpoint.Server.SessionCount);
        var second = await endpoint.ConnectAsync(Connect("c") with { CleanStart = false }, present: false);
        await endpoint.Server.PublishAsync(Publish("t", "x"), default);
        Assert.Empty(await second.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.1.2-4", "MQTT-3.1.4-4", "MQTT-3.2.2-2")]
    public async Task Session_CleanStart_ForgetsTheOldOne()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var first = await endpoint.ConnectAsync(Connect("c", expiry: 60));
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        await LeaveAsync(first);
        var second = await endpoint.ConnectAsync(Connect("c", expiry: 60), present: false);
        await endpoint.Server.PublishAsync(Publish("t", "x"), default);
        Assert.Empty(await second.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task SessionExpiry_BeyondMaximum_IsCutAndTold()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumSessionExpiry = TimeSpan.FromSeconds(100) });
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("", expiry: uint.MaxValue));
        var answer = await peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal(100u, answer.Properties.Number(PropertyId.SessionExpiry));
        Assert.StartsWith("auto-", answer.Properties.Text(PropertyId.AssignedClientId), StringComparison.Ordinal);
    }

    [Theory]
    [Conformance("MQTT-3.1.2-8", "MQTT-3.1.2-10", "MQTT-3.14.4-3")]
    [InlineData("break", true)]
    [InlineData("E0 00", false)]
    [InlineData("E0 02 04 00", true)] // with Will
    [InlineData("00 00", true)] // protocol error
    public async Task Will_ByKindOfEnd_IsPublishedOrNot(string end, bool published)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "status", QualityOfService.AtMostOnce);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Will = new ConnectWill(Publish("status", "offline") with { Retain = true }, 0) });
        if (end == "break")
            peer.Break();
        else
            await peer.SendAsync(Convert.FromHexString(end.Replace(" ", "")));
        string line;
        var heard = false;
        while (!(line = await handler.NextAsync()).StartsWith("disconnected", StringComparison.Ordinal))
            heard |= line == "publish c status offline";
        Assert.Equal(published, heard);
        Assert.Equal(published ? 1 : 0, (await watcher.ReceiveUntilPongAsync()).Count);
        Assert.Equal(published ? 1 : 0, endpoint.Server.RetainedCount);
    }

    [Fact]
    [Conformance("MQTT-3.1.2-8", "MQTT-3.1.2-10", "MQTT-3.1.3-9")]
    public async Task Will_Delayed_ComesUnlessTheClientIsBack()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "status", QualityOfService.AtMostOnce);
        var connect = Connect("c", expiry: 100) with { CleanStart = false, Will = new ConnectWill(Publish("status", "offline"), 10) };
        var first = await endpoint.ConnectAsync(connect);
        first.Break();
        await endpoint.ReleasedAsync(connections: 1);
        endpoint.Time.Advance(TimeSpan.FromSeconds(9));
        var second = await endpoint.ConnectAsync(connect, present: true);
        endpoint.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(await watcher.ReceiveUntilPongAsync());

        second.Break();
        await endpoint.ReleasedAsync(connections: 1);
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("offline", Text(await watcher.ReceiveAsync<PublishPacket>()));
        endpoint.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Empty(await watcher.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-3.1.2-8")]
    public async Task Will_DelayedBeyondSession_ComesWithItsEnd()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.SubscribeAsync("w", "status", QualityOfService.AtMostOnce);
        var peer = await endpoint.ConnectAsync(Connect("c", expiry: 5) with { Will = new ConnectWill(Publish("status", "offline"), 1000) });
        peer.Break();
        await endpoint.ReleasedAsync(connections: 1);
        endpoint.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("offline", Text(await watcher.ReceiveAsync<PublishPacket>()));
    }

    [Fact]
    public async Task Limits_ConnectionsAndSessions_RefuseWithQuota()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumConnections = 2, MaximumSessions = 1 });
        var first = await endpoint.ConnectAsync(Connect("a"));
        foreach (var id in new[] { "b", "c" })
        {
            var refused = endpoint.Open();
            await refused.SendAsync(Connect(id));
            Assert.Equal(MqttReasonCode.QuotaExceeded, (await refused.ReceiveAsync<ConnAckPacket>()).Reason);
        }
        Assert.Empty(await first.ReceiveUntilPongAsync());
    }

    private static ConnectPacket Connect(string id, uint? expiry = null) =>
        new() { ClientId = id, CleanStart = true, Properties = new Properties().Add(PropertyId.SessionExpiry, expiry) };

    private static async Task LeaveAsync(PacketPeer peer)
    {
        await peer.SendAsync(new DisconnectPacket(MqttReasonCode.Success));
        Assert.Null(await peer.ReceiveAsync());
    }

    private static MqttPublish Publish(string topic, string text) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = QualityOfService.AtLeastOnce };

    private static string Text(PublishPacket packet) => Encoding.UTF8.GetString(packet.Publish.Payload.Span);
}
