using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Topic aliases that the server gives.</summary>
public sealed class OutgoingAliasTests
{
    [Fact]
    [Conformance("MQTT-3.1.2-26", "MQTT-3.3.2-10", "MQTT-3.3.2-11")]
    public async Task Publishes_OfRepeatedTopics_UseNoMoreAliasesThanTheClientTakes()
    {
        await using var endpoint = new MemoryEndpoint();
        var connect = Connect("c") with { Properties = new Properties().Add(PropertyId.TopicAliasMaximum, 2u) };
        var peer = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("#", QualityOfService.AtMostOnce));
        foreach (var topic in new[] { "a", "b", "a", "c", "b", "c" })
            await endpoint.Server.PublishAsync(Publish(topic, topic), default);
        (string, int)[] expected = [("a", 1), ("b", 2), ("", 1), ("c", 0), ("", 2), ("c", 0)];
        foreach (var (topic, alias) in expected)
        {
            var packet = await peer.ReceiveAsync<PublishPacket>();
            Assert.Equal((topic, alias), (packet.Publish.Topic, (int)packet.TopicAlias));
        }
    }

    [Fact]
    [Conformance("MQTT-3.1.2-27")]
    public async Task Publishes_ToAClientThatTakesNoAlias_HaveNone()
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.SubscribeAsync("c", "#", QualityOfService.AtMostOnce);
        for (var i = 0; i < 2; i++)
        {
            await endpoint.Server.PublishAsync(Publish("a", "x"), default);
            var packet = await peer.ReceiveAsync<PublishPacket>();
            Assert.Equal(("a", 0), (packet.Publish.Topic, (int)packet.TopicAlias));
        }
    }

    [Fact]
    [Conformance("MQTT-3.3.2-7")]
    public async Task Alias_OfAnEarlierConnection_IsForgotten()
    {
        await using var endpoint = new MemoryEndpoint();
        var connect = Connect("c", 60) with { CleanStart = false, Properties = new Properties().Add(PropertyId.TopicAliasMaximum, 9u).Add(PropertyId.SessionExpiry, 60u) };
        var first = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(first, new SubscriptionRequest("#", QualityOfService.AtMostOnce));
        await endpoint.Server.PublishAsync(Publish("a", "x"), default);
        await first.ReceiveAsync<PublishPacket>();
        first.Break();
        await endpoint.ReleasedAsync();
        var second = await endpoint.ConnectAsync(connect, present: true);
        await endpoint.Server.PublishAsync(Publish("a", "x"), default);
        Assert.Equal("a", (await second.ReceiveAsync<PublishPacket>()).Publish.Topic);
        // The client's own aliases of the first connection are gone, too.
        await second.SendAsync(Convert.FromHexString("3006000003230001"));
        Assert.Equal(MqttReasonCode.ProtocolError, (await second.ReceiveAsync<DisconnectPacket>()).Reason);
    }
}
