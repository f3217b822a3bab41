using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Statements;

/// <summary>Statements of MQTT 5.0 about publishes that no other test is about.</summary>
public sealed class PublishStatements
{
    private readonly RecordingHandler handler = new();

    [Fact]
    [Conformance("MQTT-3.3.1-3", "MQTT-4.3.2-2", "MQTT-4.3.2-1", "MQTT-2.2.1-4", "MQTT-3.3.1-1")]
    public async Task Duplicate_OfThePublisher_IsNotPassedOn()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var subscriber = await endpoint.SubscribeAsync("s", "t", QualityOfService.AtLeastOnce);
        var publisher = await endpoint.ConnectAsync("p");
        for (ushort id = 1; id <= 3; id++)
            await publisher.SendAsync(Publish("t", "x"), id, duplicate: true);
        var ids = new HashSet<ushort>();
        for (var i = 0; i < 3; i++)
        {
            var packet = await subscriber.ReceiveAsync<PublishPacket>();
            Assert.False(packet.Publish.Duplicate);
            Assert.True(packet.PacketId > 0 && ids.Add(packet.PacketId));
        }
    }

    [Fact]
    [Conformance("MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-7", "MQTT-3.3.1-8")]
    public async Task Retained_ReplacedKeptAndRemoved_ByWhatIsPublished()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var publisher = await endpoint.ConnectAsync("p");
        ushort id = 0;
        foreach (var (text, retain, expected) in new[] { ("1", true, "1"), ("2", true, "2"), ("3", false, "2"), ("", false, "2"), ("", true, null) })
        {
            await publisher.SendAsync(Publish("t", text) with { Retain = retain }, ++id);
            await publisher.ExpectAsync(Ack(PacketType.PubAck, id));
            var peer = await endpoint.SubscribeAsync($"s{id}", "t", QualityOfService.AtMostOnce);
            var got = (await peer.ReceiveUntilPongAsync()).Cast<PublishPacket>().SingleOrDefault();
            Assert.Equal(expected, got == default ? null : Text(got));
        }
    }

    [Theory]
    [Conformance("MQTT-3.3.1-12", "MQTT-3.3.1-13")]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public async Task RetainAsPublished_DecidesTheFlag(bool asPublished, bool sent, bool received)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtMostOnce, RetainAsPublished: asPublished));
        await endpoint.Server.PublishAsync(Publish("t", "x") with { Retain = sent }, default);
        Assert.Equal(received, (await peer.ReceiveAsync<PublishPacket>()).Publish.Retain);
    }

    [Fact]
    [Conformance("MQTT-3.3.2-4", "MQTT-3.3.2-15", "MQTT-3.3.2-16", "MQTT-3.3.2-17", "MQTT-3.3.2-18", "MQTT-3.3.2-20", "MQTT-3.3.2-3")]
    public async Task Properties_OfAPublish_ArriveUnaltered()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var subscriber = await endpoint.SubscribeAsync("s", "a/+", QualityOfService.AtMostOnce);
        var publisher = await endpoint.ConnectAsync("p");
        var sent = Publish("a/b", "x", QualityOfService.AtMostOnce) with
        {
            IsText = true,
            ContentType = "text/é",
            ResponseTopic = "answers/1",
            CorrelationData = new byte[] { 0, 255, 1 },
            UserProperties = [new("z", "1"), new("a", "2"), new("z", "0")],
        };
        await publisher.SendAsync(sent);
        var got = (await subscriber.ReceiveAsync<PublishPacket>()).Publish;
        Assert.Equal((sent.IsText, sent.ContentType, sent.ResponseTopic, sent.Topic), (got.IsText, got.ContentType, got.ResponseTopic, got.Topic));
        Assert.Equal(sent.CorrelationData!.Value.ToArray(), got.CorrelationData!.Value.ToArray());
        Assert.Equal(sent.UserProperties, got.UserProperties);
    }

    [Fact]
    [Conformance("MQTT-3.3.2-12")]
    public async Task Aliases_UpToTheAnnouncedMaximum_AreAllAccepted()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { TopicAliasMaximum = 20 });
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        for (byte alias = 1; alias <= 20; alias++)
        {
            await peer.SendAsync([0x30, 0x08, 0, 1, (byte)('a' + alias), 3, 0x23, 0, alias, (byte)'x']);
            Assert.Equal($"publish c {(char)('a' + alias)} x", await handler.NextAsync());
        }
    }

    [Fact]
    [Conformance("MQTT-1.5.4-3", "MQTT-4.7.3-4")]
    public async Task Topic_ThatLooksTheSame_IsAnother()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.SubscribeAsync("c", "caf\u00e9", QualityOfService.AtMostOnce);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("\uFEFFa", QualityOfService.AtMostOnce));
        foreach (var topic in new[] { "cafe\u0301", "a", "CAF\u00c9" })
            await endpoint.Server.PublishAsync(Publish(topic, "x"), default);
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        var publisher = await endpoint.ConnectAsync("p");
        await publisher.SendAsync(Publish("\uFEFFa", "x", QualityOfService.AtMostOnce));
        Assert.Equal("\uFEFFa", (await peer.ReceiveAsync<PublishPacket>()).Publish.Topic);
    }

    [Fact]
    [Conformance("MQTT-4.3.2-5", "MQTT-4.3.2-4", "MQTT-3.3.4-1")]
    public async Task Qos1_SameIdentifierAfterPubAck_IsANewPublish()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        foreach (var text in new[] { "1", "2" })
        {
            await peer.SendAsync(Publish("t", text), 7, duplicate: text == "2");
            await peer.ExpectAsync(Ack(PacketType.PubAck, 7));
            Assert.Equal($"publish c t {text}", await handler.NextAsync());
        }
    }

    [Fact]
    [Conformance("MQTT-4.3.3-9")]
    public async Task Qos2_SameIdentifierAfterARefusal_IsANewPublish()
    {
        handler.Answers["t"] = _ => new(MqttReasonCode.QuotaExceeded);
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        for (var i = 0; i < 2; i++)
        {
            await peer.SendAsync(Publish("t", $"{i}", QualityOfService.ExactlyOnce), 7);
            await peer.ExpectAsync(Ack(PacketType.PubRec, 7, MqttReasonCode.QuotaExceeded));
            Assert.Equal($"publish c t {i}", await handler.NextAsync());
        }
    }

    [Fact]
    [Conformance("MQTT-4.3.3-12", "MQTT-4.3.3-8", "MQTT-4.3.3-11", "MQTT-2.2.1-5")]
    public async Task Qos2_SameIdentifierAfterPubComp_IsANewPublish()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await handler.NextAsync();
        for (var i = 0; i < 2; i++)
        {
            await peer.SendAsync(Publish("t", $"{i}", QualityOfService.ExactlyOnce), 7);
            await peer.ExpectAsync(Ack(PacketType.PubRec, 7));
            await peer.SendAsync(Ack(PacketType.PubRel, 7));
            await peer.ExpectAsync(Ack(PacketType.PubComp, 7));
            Assert.Equal($"publish c t {i}", await handler.NextAsync());
        }
    }

    [Fact]
    [Conformance("MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.3.3-3", "MQTT-4.3.3-4", "MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.3.3-7", "MQTT-4.3.3-13")]
    public async Task Qos2_ToASubscriber_EachStepIsRepeatedUntilAnsweredAlsoWhenExpired()
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var connect = Connect("c", 600) with { CleanStart = false };
        var peer = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.ExactlyOnce));
        await endpoint.Server.PublishAsync(Publish("t", "x", QualityOfService.ExactlyOnce) with { MessageExpiry = TimeSpan.FromSeconds(5) }, default);
        var first = await peer.ReceiveAsync<PublishPacket>();
        Assert.Equal((QualityOfService.ExactlyOnce, false), (first.Publish.Qos, first.Publish.Duplicate));
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        peer = await AgainAsync(peer);
        var second = await peer.ReceiveAsync<PublishPacket>();
        Assert.Equal((first.PacketId, true), (second.PacketId, second.Publish.Duplicate));
        await peer.SendAsync(Ack(PacketType.PubRec, first.PacketId));
        await peer.ExpectAsync(Ack(PacketType.PubRel, first.PacketId));
        // PUBREL alone is repeated now.
        peer = await AgainAsync(peer);
        await peer.ExpectAsync(Ack(PacketType.PubRel, first.PacketId));
        await peer.SendAsync(Ack(PacketType.PubComp, first.PacketId));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        peer = await AgainAsync(peer);
        Assert.Empty(await peer.ReceiveUntilPongAsync());

        async Task<Mqtt.Tests.Support.PacketPeer> AgainAsync(Mqtt.Tests.Support.PacketPeer last)
        {
            last.Break();
            await endpoint.ReleasedAsync();
            return await endpoint.ConnectAsync(connect, present: true);
        }
    }

    [Theory]
    [Conformance("MQTT-4.4.0-2", "MQTT-4.3.2-3")]
    [InlineData(QualityOfService.AtLeastOnce, (byte)PacketType.PubAck)]
    [InlineData(QualityOfService.ExactlyOnce, (byte)PacketType.PubRec)]
    public async Task Publish_AnsweredWithAFailure_IsNotSentAgain(QualityOfService qos, byte answer)
    {
        await using var endpoint = new MemoryEndpoint(handler);
        var connect = Connect("c", 600) with { CleanStart = false };
        var peer = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", qos));
        await endpoint.Server.PublishAsync(Publish("t", "x", qos), default);
        await endpoint.Server.PublishAsync(Publish("t", "y", qos), default);
        await peer.ReceiveAsync<PublishPacket>();
        await peer.ReceiveAsync<PublishPacket>();
        await peer.SendAsync(Ack((PacketType)answer, 1, MqttReasonCode.ImplementationSpecificError));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        peer.Break();
        await endpoint.ReleasedAsync();
        var again = await endpoint.ConnectAsync(connect, present: true);
        var rest = await again.ReceiveUntilPongAsync();
        Assert.Equal("y", Text(Assert.IsType<PublishPacket>(Assert.Single(rest))));
    }
}
