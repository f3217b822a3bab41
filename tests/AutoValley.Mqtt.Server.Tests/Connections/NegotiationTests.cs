using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What CONNECT asks for and CONNACK grants.</summary>
public sealed class NegotiationTests
{
    private readonly RecordingHandler handler = new();

    [Theory]
    [Conformance("MQTT-3.2.2-22")]
    [InlineData(0, 60)]
    [InlineData(61, 60)]
    [InlineData(60, null)]
    [InlineData(10, null)]
    public async Task KeepAlive_BeyondTheServers_IsReplacedAndTold(int asked, int? told)
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumKeepAlive = TimeSpan.FromSeconds(60) });
        var answer = await ConnectAsync(endpoint, Connect("c") with { KeepAliveSeconds = (ushort)asked });
        Assert.Equal((uint?)told, answer.Properties.Number(PropertyId.ServerKeepAlive));
        endpoint.Time.Advance(TimeSpan.FromSeconds((told ?? asked) * 1.5 - 0.1));
        Assert.Equal(1, endpoint.Server.ConnectionCount);
        endpoint.Time.Advance(TimeSpan.FromSeconds(0.2));
        await endpoint.ReleasedAsync();
        Assert.Equal(1, endpoint.Server.Statistics.Refused(MqttReasonCode.KeepAliveTimeout));
    }

    [Theory]
    [Conformance("MQTT-3.1.2-28")]
    [InlineData(1u, "replies/c")]
    [InlineData(0u, null)]
    [InlineData(null, null)]
    public async Task ResponseInformation_OnlyWhenAskedFor_IsGiven(uint? asked, string? given)
    {
        handler.ResponseInformation = "replies/";
        await using var endpoint = new MemoryEndpoint(handler);
        var answer = await ConnectAsync(endpoint, Connect("c") with { Properties = new Properties().Add(PropertyId.RequestResponseInformation, asked) });
        Assert.Equal(given, answer.Properties.Text(PropertyId.ResponseInformation));
    }

    [Fact]
    public async Task ConnAck_Limits_AreAnnounced()
    {
        var options = new MqttServerOptions { ReceiveMaximum = 7, MaximumPacketBytes = 70_000, TopicAliasMaximum = 9 };
        await using var endpoint = new MemoryEndpoint(handler, options);
        var properties = (await ConnectAsync(endpoint, Connect("c"))).Properties;
        Assert.Equal((7u, 70_000u, 9u), (properties.Number(PropertyId.ReceiveMaximum), properties.Number(PropertyId.MaximumPacketSize), properties.Number(PropertyId.TopicAliasMaximum)));
        Assert.Null(properties.Number(PropertyId.SharedAvailable));
    }

    [Theory]
    [Conformance("MQTT-3.2.2-19", "MQTT-3.2.2-20")]
    [InlineData(100u, false)]
    [InlineData(null, true)]
    public async Task Refusal_OfAClientThatTakesSmallPackets_HasNoText(uint? maximum, bool hasText)
    {
        handler.ConnectAnswer = MqttReasonCode.Banned;
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("c") with { Properties = new Properties().Add(PropertyId.MaximumPacketSize, maximum) });
        var answer = await peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal((MqttReasonCode.Banned, hasText), (answer.Reason, answer.Properties.Text(PropertyId.ReasonString) is not null));
    }

    [Theory]
    [Conformance("MQTT-3.14.2-3", "MQTT-3.14.2-4")]
    [InlineData(100u, false)]
    [InlineData(null, true)]
    public async Task Disconnect_OfAClientThatTakesSmallPackets_HasNoText(uint? maximum, bool hasText)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Properties = new Properties().Add(PropertyId.MaximumPacketSize, maximum) });
        await peer.SendAsync([0x00, 0x00]);
        var goodbye = await peer.ReceiveAsync<DisconnectPacket>();
        Assert.Equal((MqttReasonCode.MalformedPacket, hasText), (goodbye.Reason, goodbye.Text is not null));
    }

    [Fact]
    [Conformance("MQTT-3.1.2-24")]
    public async Task SubAck_LargerThanTheClientTakes_ClosesInstead()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Properties = new Properties().Add(PropertyId.MaximumPacketSize, 30u) });
        var requests = Enumerable.Range(0, 30).Select(i => new SubscriptionRequest($"{i}", QualityOfService.AtMostOnce)).ToArray();
        await peer.SendAsync(new SubscribePacket(1, 0, requests));
        Assert.Equal(MqttReasonCode.PacketTooLarge, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
    }

    [Fact]
    [Conformance("MQTT-3.2.2-8")]
    public async Task Refusal_WithACodeThatConnAckHasNot_IsTranslated()
    {
        handler.ConnectAnswer = MqttReasonCode.TopicAliasInvalid;
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("c"));
        Assert.Equal(MqttReasonCode.ImplementationSpecificError, (await peer.ReceiveAsync<ConnAckPacket>()).Reason);
    }

    [Fact]
    public async Task Disconnect_WithAnotherExpiry_ChangesTheSessions()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        foreach (var (expiry, left) in new[] { (0u, 0), (5u, 1) })
        {
            var peer = await endpoint.ConnectAsync(Connect("c", 100));
            await peer.SendAsync(new DisconnectPacket(MqttReasonCode.Success, SessionExpirySeconds: expiry));
            Assert.Null(await peer.ReceiveAsync());
            await endpoint.ReleasedAsync();
            Assert.Equal(left, endpoint.Server.SessionCount);
        }
        endpoint.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, endpoint.Server.SessionCount);
    }

    private static async Task<ConnAckPacket> ConnectAsync(MemoryEndpoint endpoint, ConnectPacket packet)
    {
        var peer = endpoint.Open();
        await peer.SendAsync(packet);
        return await peer.ReceiveAsync<ConnAckPacket>();
    }
}
