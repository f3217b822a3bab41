using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Each publish to one member of a group, and to another when that one goes.</summary>
public sealed class SharedSubscriptionTests
{
    private const string Filter = "$share/workers/jobs/#";

    [Fact]
    [Conformance("MQTT-4.8.2-3")]
    public async Task Publishes_ToAGroup_AreSpreadOverItsMembers()
    {
        await using var endpoint = new MemoryEndpoint();
        var members = new List<PacketPeer>();
        for (var i = 0; i < 3; i++)
            members.Add(await endpoint.SubscribeAsync($"m{i}", Filter, QualityOfService.AtMostOnce));
        var outside = await endpoint.SubscribeAsync("o", "jobs/#", QualityOfService.AtMostOnce);
        for (var i = 0; i < 30; i++)
            await endpoint.Server.PublishAsync(Publish($"jobs/{i % 7}", $"{i}"), default);
        var texts = new List<string>();
        foreach (var member in members)
        {
            var got = (await member.ReceiveUntilPongAsync()).Cast<PublishPacket>().ToList();
            Assert.Equal(10, got.Count);
            Assert.All(got, packet => Assert.Equal(QualityOfService.AtMostOnce, packet.Publish.Qos));
            texts.AddRange(got.Select(Text));
        }
        Assert.Equal(30, texts.Distinct().Count());
        Assert.Equal(30, (await outside.ReceiveUntilPongAsync()).Count);
    }

    [Fact]
    public async Task Subscribe_Shared_GetsNothingRetained()
    {
        await using var endpoint = new MemoryEndpoint();
        await endpoint.Server.PublishAsync(Publish("jobs/1", "x") with { Retain = true }, default);
        var member = await endpoint.SubscribeAsync("m", Filter, QualityOfService.AtLeastOnce);
        Assert.Empty(await member.ReceiveUntilPongAsync());
        await endpoint.Server.PublishAsync(Publish("jobs/1", "y") with { Retain = true }, default);
        Assert.False((await member.ReceiveAsync<PublishPacket>()).Publish.Retain);
    }

    [Fact]
    [Conformance("MQTT-3.8.3-4")]
    public async Task Subscribe_SharedWithNoLocal_IsAProtocolError()
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest(Filter, QualityOfService.AtMostOnce, NoLocal: true)]));
        Assert.Equal(MqttReasonCode.ProtocolError, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
    }

    [Fact]
    public async Task Publish_NotAcknowledgedByAMemberThatGoes_IsGivenToAnother()
    {
        await using var endpoint = new MemoryEndpoint();
        var connect = Connect("a", expiry: 100) with { Properties = new Properties().Add(PropertyId.SessionExpiry, 100u).Add(PropertyId.ReceiveMaximum, 1u) };
        var first = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest(Filter, QualityOfService.AtLeastOnce), 7);
        for (var i = 0; i < 3; i++)
            await endpoint.Server.PublishAsync(Publish("jobs/1", $"{i}"), default);
        // One is sent and not acknowledged, two wait.
        Assert.Equal("0", Text(await first.ReceiveAsync<PublishPacket>()));
        var second = await endpoint.ConnectAsync("b");
        await MemoryEndpoint.SubscribeAsync(second, new SubscriptionRequest(Filter, QualityOfService.AtLeastOnce), 9);

        first.Break();

        for (var i = 0; i < 3; i++)
        {
            var packet = await second.ReceiveAsync<PublishPacket>();
            Assert.Equal($"{i}", Text(packet));
            Assert.Equal([9u], packet.Publish.SubscriptionIds);
        }
        // Whoever comes back does not get them a second time.
        var again = await endpoint.ConnectAsync(connect with { CleanStart = false }, present: true);
        Assert.Empty(await again.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task Publish_NobodyConnected_WaitsForAMemberAndGoesToOthersWhenItsSessionEnds()
    {
        await using var endpoint = new MemoryEndpoint();
        foreach (var (id, expiry) in new[] { ("a", 50u), ("b", 500u) })
        {
            var peer = await endpoint.ConnectAsync(Connect(id, expiry));
            await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest(Filter, QualityOfService.AtLeastOnce));
            await peer.SendAsync(new DisconnectPacket(MqttReasonCode.Success));
            Assert.Null(await peer.ReceiveAsync());
            await endpoint.ReleasedAsync();
        }
        for (var i = 0; i < 4; i++)
            await endpoint.Server.PublishAsync(Publish("jobs/1", $"{i}"), default);

        endpoint.Time.Advance(TimeSpan.FromSeconds(51));

        var back = await endpoint.ConnectAsync(Connect("b", 500) with { CleanStart = false }, present: true);
        var texts = (await back.ReceiveUntilPongAsync()).Cast<PublishPacket>().Select(Text).Order();
        Assert.Equal(["0", "1", "2", "3"], texts);
    }

    [Fact]
    [Conformance("MQTT-4.8.2-4", "MQTT-4.8.2-5")]
    public async Task Qos2_SentToAMemberThatGoes_StaysWithItAndEndsWithItsSession()
    {
        await using var endpoint = new MemoryEndpoint();
        var first = await endpoint.ConnectAsync(Connect("a", expiry: 100));
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest(Filter, QualityOfService.ExactlyOnce));
        await endpoint.Server.PublishAsync(Publish("jobs/1", "x", QualityOfService.ExactlyOnce), default);
        await first.ReceiveAsync<PublishPacket>();
        var second = await endpoint.ConnectAsync("b");
        await MemoryEndpoint.SubscribeAsync(second, new SubscriptionRequest(Filter, QualityOfService.ExactlyOnce));
        first.Break();
        await endpoint.ReleasedAsync(connections: 1);
        Assert.Empty(await second.ReceiveUntilPongAsync());
        var again = await endpoint.ConnectAsync(Connect("a", expiry: 100) with { CleanStart = false }, present: true);
        Assert.True((await again.ReceiveAsync<PublishPacket>()).Publish.Duplicate);
        again.Break();
        await endpoint.ReleasedAsync(connections: 1);
        endpoint.Time.Advance(TimeSpan.FromSeconds(101));
        Assert.Empty(await second.ReceiveUntilPongAsync());
    }

    [Theory]
    [Conformance("MQTT-4.8.2-6")]
    [InlineData((byte)PacketType.PubAck, QualityOfService.AtLeastOnce)]
    [InlineData((byte)PacketType.PubRec, QualityOfService.ExactlyOnce)]
    public async Task Publish_RefusedByAMember_IsNotGivenToAnother(byte type, QualityOfService qos)
    {
        await using var endpoint = new MemoryEndpoint();
        var first = await endpoint.SubscribeAsync("a", Filter, qos);
        await endpoint.Server.PublishAsync(Publish("jobs/1", "x", qos), default);
        var packet = await first.ReceiveAsync<PublishPacket>();
        await first.SendAsync(Ack((PacketType)type, packet.PacketId, MqttReasonCode.ImplementationSpecificError));
        Assert.Empty(await first.ReceiveUntilPongAsync());
        var second = await endpoint.SubscribeAsync("b", Filter, qos);
        first.Break();
        await endpoint.ReleasedAsync(connections: 1);
        Assert.Empty(await second.ReceiveUntilPongAsync());
    }
}
