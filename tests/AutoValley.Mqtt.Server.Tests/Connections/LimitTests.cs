using System.Net;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Clients that take more than their share: told why where they can be, counted, dropped.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task PublishRate_Exceeded_ClosesWithReason()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { MaximumPublishRate = 5 });
        var peer = await endpoint.ConnectAsync("c");
        for (var second = 0; second < 2; second++)
        {
            for (ushort id = 1; id <= 5; id++)
            {
                await peer.SendAsync(Publish("t", ""), id);
                await peer.ExpectAsync(Ack(PacketType.PubAck, id));
            }
            endpoint.Time.Advance(TimeSpan.FromSeconds(1));
        }
        for (ushort id = 1; id <= 6; id++)
            peer.Write(Publish("t", "", QualityOfService.AtMostOnce));
        await peer.FlushAsync();
        Assert.Equal(MqttReasonCode.MessageRateTooHigh, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Equal(1, endpoint.Server.Statistics.Refused(MqttReasonCode.MessageRateTooHigh));
    }

    [Fact]
    public async Task ConnectionsPerAddress_Exceeded_RefusesThatAddressAlone()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { MaximumConnectionsPerAddress = 1 }) { Remote = At("10.0.0.1") };
        var first = await endpoint.ConnectAsync("a");
        var refused = endpoint.Open();
        await refused.SendAsync(Connect("b"));
        Assert.Equal(MqttReasonCode.ConnectionRateExceeded, (await refused.ReceiveAsync<ConnAckPacket>()).Reason);
        endpoint.Remote = At("10.0.0.2");
        await endpoint.ConnectAsync("c");
        endpoint.Remote = At("10.0.0.1");
        first.Break();
        await endpoint.ReleasedAsync(connections: 1);
        await endpoint.ConnectAsync("d");
        Assert.Equal(1, endpoint.Server.Statistics.Refused(MqttReasonCode.ConnectionRateExceeded));
    }

    [Theory]
    [InlineData(MqttQueuePolicy.DropNewest, "1 2")]
    [InlineData(MqttQueuePolicy.DropOldest, "3 4")]
    public async Task Queue_Full_DropsByPolicyAndCounts(MqttQueuePolicy policy, string kept)
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { MaximumQueuedPublishes = 2, QueuePolicy = policy });
        var peer = await endpoint.ConnectAsync(Connect("c", 60));
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        peer.Break();
        await endpoint.ReleasedAsync();
        for (var i = 1; i <= 4; i++)
            await endpoint.Server.PublishAsync(Publish("t", $"{i}"), default);
        var back = await endpoint.ConnectAsync(Connect("c", 60) with { CleanStart = false }, present: true);
        Assert.Equal(kept, string.Join(' ', (await back.ReceiveUntilPongAsync()).Cast<PublishPacket>().Select(Text)));
        Assert.Equal(2, endpoint.Server.Statistics.DroppedQueueFull);
    }

    [Fact]
    public async Task Queue_FullWithPolicyDisconnect_ClosesTheSubscriber()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { MaximumQueuedBytes = 500, QueuePolicy = MqttQueuePolicy.Disconnect });
        var peer = await endpoint.SubscribeAsync("c", "t", QualityOfService.AtLeastOnce);
        for (var i = 1; i <= 8; i++)
            await endpoint.Server.PublishAsync(Publish("t", $"{i}"), default);
        object? last;
        do
            last = await peer.ReceiveAsync();
        while (last is PublishPacket);
        Assert.Equal(MqttReasonCode.QuotaExceeded, Assert.IsType<DisconnectPacket>(last).Reason);
    }

    [Fact]
    public async Task Packet_ThatNeverEnds_IsDroppedAlthoughOthersPing()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { StallTimeout = Stall, MaximumKeepAlive = TimeSpan.Zero });
        var peer = await endpoint.ConnectAsync("c");
        var good = await endpoint.ConnectAsync("good");
        await peer.SendAsync([0x30, 0xFF, 0x7F, 0, 1, (byte)'t']);
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await AdvanceUntilClosedAsync(endpoint, peer))?.Reason);
        Assert.Empty(await good.ReceiveUntilPongAsync());
        Assert.Equal(1, endpoint.Server.Statistics.Refused(MqttReasonCode.QuotaExceeded));
    }

    [Fact]
    public async Task Subscriber_ThatNeverAcknowledges_IsDropped()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { StallTimeout = Stall });
        var peer = await endpoint.SubscribeAsync("c", "t", QualityOfService.AtLeastOnce);
        await endpoint.Server.PublishAsync(Publish("t", "1"), default);
        await endpoint.Server.PublishAsync(Publish("t", "2"), default);
        var packet = await peer.ReceiveAsync<PublishPacket>();
        await peer.ReceiveAsync<PublishPacket>();
        endpoint.Time.Advance(Stall);
        // Whoever acknowledges one has time for the next.
        await peer.SendAsync(Ack(PacketType.PubAck, packet.PacketId));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        endpoint.Time.Advance(Stall);
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await AdvanceUntilClosedAsync(endpoint, peer))?.Reason);
    }

    [Fact]
    public async Task Subscriber_ThatNeverReads_CostsItsQueueAndIsDropped()
    {
        await using var endpoint = new MemoryEndpoint(options: new MqttServerOptions { StallTimeout = Stall, MaximumQueuedBytes = 50_000 });
        var peer = await endpoint.ConnectAsync(Connect("c"), bufferBytes: 4096);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtMostOnce));
        for (var i = 0; i < 200; i++)
            await endpoint.Server.PublishAsync(Publish("t", new string('x', 1000)), default);
        Assert.InRange(endpoint.Server.Statistics.DroppedQueueFull, 50, 200);
        await Eventually.IsTrueAsync(() =>
        {
            endpoint.Time.Advance(Stall);
            return endpoint.Server.Statistics.Refused(MqttReasonCode.QuotaExceeded) == 1;
        });
        // At once: it would not read a goodbye either.
        await endpoint.ReleasedAsync();
    }

    [Fact]
    public async Task Handler_ThatTakesLong_IsNotTheClientsFault()
    {
        var commit = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingHandler();
        handler.Answers["t"] = _ => new(commit.Task);
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { StallTimeout = Stall, MaximumPendingBytes = 1 });
        var peer = await endpoint.ConnectAsync("c");
        peer.Write(Publish("t", "xx"), 1);
        // The beginning of the next one lies in the buffer.
        await peer.SendAsync([0x32, 0x10, 0, 1]);
        await handler.NextAsync();
        await handler.NextAsync();
        for (var i = 0; i < 5; i++)
            endpoint.Time.Advance(Stall);
        commit.SetResult(MqttReasonCode.Success);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1));
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 4000);

    private static async Task<DisconnectPacket?> AdvanceUntilClosedAsync(MemoryEndpoint endpoint, PacketPeer peer)
    {
        var answer = peer.ReceiveAsync();
        await Eventually.IsTrueAsync(() =>
        {
            endpoint.Time.Advance(Stall);
            return answer.IsCompleted;
        });
        return await answer as DisconnectPacket;
    }
}
