using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Packets;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Statements;

/// <summary>Statements of MQTT 5.0 about connections that no other test is about.</summary>
public sealed class ConnectStatements
{
    private readonly RecordingHandler handler = new();

    [Theory]
    [Conformance("MQTT-3.1.0-1", "MQTT-3.14.0-1")]
    [InlineData("C0 00")]
    [InlineData("30 04 0001 61 00")]
    [InlineData("E0 00")]
    public async Task FirstPacket_NotConnect_IsNotServed(string hex)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = endpoint.Open(MqttProtocolVersion.V311);
        await peer.SendAsync(Wire.Bytes(hex));
        Assert.True((await peer.ReceiveAsync<ConnAckPacket>()).Reason.IsFailure());
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(0, handler.Waiting);
    }

    [Theory]
    [Conformance("MQTT-3.1.4-1", "MQTT-3.1.4-2", "MQTT-3.1.4-6", "MQTT-3.2.2-7")]
    [InlineData(MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(MqttReasonCode.ServerBusy)]
    public async Task Connect_Refused_NothingBehindItIsLookedAt(MqttReasonCode reason)
    {
        handler.ConnectAnswer = reason;
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = endpoint.Open();
        Connect("c").Write(peer.Transport.Output);
        peer.Write(Publish("t", "x"), 1);
        await peer.FlushAsync();
        var answer = await peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal((reason, false), (answer.Reason, answer.SessionPresent));
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal("connect c", await handler.NextAsync());
        Assert.Equal(0, handler.Waiting);
    }

    [Fact]
    [Conformance("MQTT-3.2.0-1", "MQTT-3.2.0-2", "MQTT-3.1.4-5")]
    public async Task ConnAck_OfASessionWithPublishes_IsFirstAndOnce()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var first = await endpoint.ConnectAsync(Connect("c", 60));
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest("t", QualityOfService.AtLeastOnce));
        first.Break();
        await endpoint.ReleasedAsync();
        for (var i = 0; i < 20; i++)
            await endpoint.Server.PublishAsync(Publish("t", $"{i}"), default);
        var second = await endpoint.ConnectAsync(Connect("c", 60) with { CleanStart = false }, present: true);
        var rest = await second.ReceiveUntilPongAsync();
        Assert.Equal(20, rest.Count);
        Assert.All(rest, packet => Assert.IsType<PublishPacket>(packet));
    }

    [Theory]
    [Conformance("MQTT-3.1.3-5", "MQTT-3.1.3-2")]
    [InlineData("a")]
    [InlineData("0123456789abcdefghijklm")]
    [InlineData("nopqrstuvwxyzABCDEFGHIJ")]
    [InlineData("KLMNOPQRSTUVWXYZ")]
    public async Task ClientId_OfTheCharactersThatMustDo_IsAllowed(string id)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        await endpoint.ConnectAsync(id);
        Assert.Equal($"connect {id}", await handler.NextAsync());
    }

    [Fact]
    [Conformance("MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16")]
    public async Task ClientId_Empty_GetsOneThatNobodyHas()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var ids = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var peer = endpoint.Open();
            await peer.SendAsync(Connect(""));
            Assert.True(ids.Add((await peer.ReceiveAsync<ConnAckPacket>()).Properties.Text(PropertyId.AssignedClientId)!));
            Assert.Equal($"connect {ids.Last()}", await handler.NextAsync());
        }
        Assert.Equal(5, endpoint.Server.SessionCount);
    }

    [Theory]
    [Conformance("MQTT-3.1.2-14", "MQTT-3.1.2-15", "MQTT-3.1.2-7", "MQTT-3.1.3-10")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Will_RetainFlag_IsKeptAndSoAreItsProperties(bool retain)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var watcher = await endpoint.ConnectAsync("w");
        await MemoryEndpoint.SubscribeAsync(watcher, new SubscriptionRequest("w", QualityOfService.AtMostOnce, RetainAsPublished: true));
        MqttUserProperty[] pairs = [new("b", "1"), new("a", "2"), new("b", "3")];
        var will = new ConnectWill(Publish("w", "x") with { Retain = retain, UserProperties = pairs }, 0);
        (await endpoint.ConnectAsync(Connect("c") with { Will = will })).Break();
        var publish = (await watcher.ReceiveAsync<PublishPacket>()).Publish;
        Assert.Equal(retain, publish.Retain);
        Assert.Equal(pairs, publish.UserProperties);
        Assert.Equal(retain ? 1 : 0, endpoint.Server.RetainedCount);
    }

    [Theory]
    [Conformance("MQTT-3.14.2-1", "MQTT-3.14.2-2", "MQTT-3.14.4-1", "MQTT-3.14.4-2")]
    [InlineData("E0 01 03")]
    [InlineData("E0 01 FF")]
    public async Task Disconnect_WithACodeThatItHasNot_IsAProtocolError(string hex)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Wire.Bytes(hex));
        var goodbye = await peer.ReceiveAsync<DisconnectPacket>();
        Assert.Equal((MqttReasonCode.ProtocolError, null), (goodbye.Reason, goodbye.SessionExpirySeconds));
        Assert.Null(await peer.ReceiveAsync());
    }
}
