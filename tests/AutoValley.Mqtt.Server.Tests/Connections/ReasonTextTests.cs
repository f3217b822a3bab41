using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Words beside a failure's code, for clients that want them and have room for them.</summary>
public sealed class ReasonTextTests
{
    private const string Why = "wrong: ä";
    private readonly RecordingHandler handler = new() { Explanation = Why };

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task Publish_Refused_IsExplained(QualityOfService qos)
    {
        var type = qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
        handler.Answers["bad"] = _ => new(MqttReasonCode.NotAuthorized);
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumRetained = 0, MaximumTopicLength = 10 });
        var peer = await endpoint.ConnectAsync("c");
        await AnswerAsync("bad", "", Ack(type, 1, MqttReasonCode.NotAuthorized) with { Text = Why });
        await AnswerAsync("good", "", Ack(type, 1));
        await AnswerAsync("$SYS/x", "", Ack(type, 1, MqttReasonCode.NotAuthorized) with { Text = "only the server publishes below $SYS/" });
        await AnswerAsync("12345678901", "", Ack(type, 1, MqttReasonCode.TopicNameInvalid) with { Text = "10 characters and 32 levels are allowed" });
        await AnswerAsync("kept", "r", Ack(type, 1, MqttReasonCode.QuotaExceeded) with { Text = "there is no room for another retained publish" });

        async Task AnswerAsync(string topic, string text, AckPacket expected)
        {
            await peer.SendAsync(Publish(topic, text, qos) with { Retain = text.Length > 0 }, 1);
            Assert.Equal(expected, await peer.ReceiveAsync<AckPacket>());
            if (qos == QualityOfService.ExactlyOnce && !expected.Reason.IsFailure())
            {
                await peer.SendAsync(Ack(PacketType.PubRel, 1));
                await peer.ExpectAsync(Ack(PacketType.PubComp, 1));
            }
        }
    }

    [Theory]
    [Conformance("MQTT-3.1.2-29")]
    [InlineData(0u, null)]
    [InlineData(1u, Why)]
    [InlineData(null, Why)]
    public async Task Answers_ByRequestProblemInformation_HaveWordsOrNot(uint? asked, string? text)
    {
        handler.Answers["bad"] = _ => new(MqttReasonCode.NotAuthorized);
        handler.Subscribable = _ => false;
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Properties = new Properties().Add(PropertyId.RequestProblemInformation, asked) });
        await peer.SendAsync(Publish("bad", ""), 1);
        Assert.Equal(text, (await peer.ReceiveAsync<AckPacket>()).Text);
        await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest("t", QualityOfService.AtMostOnce)]));
        Assert.Equal(text, (await peer.ReceiveAsync<SubAckPacket>()).Text);
        foreach (var type in new[] { PacketType.PubRel, PacketType.PubRec })
        {
            await peer.SendAsync(Ack(type, 9));
            var answer = await peer.ReceiveAsync<AckPacket>();
            Assert.Equal(
                (MqttReasonCode.PacketIdentifierNotFound, text is null ? null : "no publish of this session has the identifier"), (answer.Reason, answer.Text));
        }
    }

    [Theory]
    [Conformance("MQTT-3.4.2-2", "MQTT-3.5.2-2", "MQTT-3.6.2-2", "MQTT-3.7.2-2", "MQTT-3.9.2-1")]
    [InlineData(20u)]
    [InlineData(60u)]
    [InlineData(150u)]
    [InlineData(600u)]
    public async Task Answers_NeverLargerThanTheClientTakes(uint maximum)
    {
        // Each length around the limit, in characters of two bytes.
        await using var endpoint = new MemoryEndpoint(handler);
        handler.Answers["bad"] = _ => new(MqttReasonCode.NotAuthorized);
        handler.Subscribable = _ => false;
        var peer = await endpoint.ConnectAsync(Connect("c") with { Properties = new Properties().Add(PropertyId.MaximumPacketSize, maximum) });
        for (var length = 0; length < 260; length++)
        {
            handler.Explanation = new string('ä', length);
            await peer.SendAsync(Publish("bad", ""), 1);
            await peer.SendAsync(Publish("bad", "", QualityOfService.ExactlyOnce), 2);
            await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest("t", QualityOfService.AtMostOnce), new SubscriptionRequest("u", QualityOfService.AtMostOnce)]));
            foreach (var codes in new[] { 0, 0, 2 })
            {
                var (bytes, text) = (await peer.ReceiveAsync()) switch
                {
                    AckPacket ack => (Size(ack), ack.Text),
                    SubAckPacket ack => (Size(ack), ack.Text),
                    var other => throw new InvalidOperationException($"{other}"),
                };
                Assert.InRange(bytes, 4, (int)maximum);
                var whole = Math.Min(length, 200) * 2;
                Assert.Equal(whole + 11 + codes <= maximum, text is not null);
                Assert.True(text is null || text.Length == Math.Min(length, 200));
            }
        }
        static int Size(IControlPacket packet)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            packet.Write(output, MqttProtocolVersion.V500);
            return output.WrittenCount;
        }
    }

    [Fact]
    public async Task Text_CutInTheMiddleOfACharacter_LeavesItOut()
    {
        handler.Explanation = new string('a', 199) + "\U0001F600";
        handler.Subscribable = _ => false;
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest("t", QualityOfService.AtMostOnce)]));
        Assert.Equal(new string('a', 199), (await peer.ReceiveAsync<SubAckPacket>()).Text);
    }

    [Fact]
    public async Task Subscribe_Refused_IsExplainedByTheFirstFailure()
    {
        await using var endpoint = new MemoryEndpoint(handler, new MqttServerOptions { MaximumSubscriptions = 1, MaximumTopicLength = 10 });
        handler.Subscribable = filter => filter != "no";
        var peer = await endpoint.ConnectAsync("c");
        foreach (var (filter, text) in new[] { ("a/#/b", "a/#/b is no topic filter"), ("12345678901", "10 characters and 32 levels are allowed"), ("no", Why), ("t", null), ("u", "1 subscriptions are allowed") })
        {
            await peer.SendAsync(new SubscribePacket(1, 0, [new SubscriptionRequest(filter, QualityOfService.AtMostOnce)]));
            Assert.Equal(text, (await peer.ReceiveAsync<SubAckPacket>()).Text);
        }
        await peer.SendAsync(new SubscribePacket(1, 0, [.. new[] { "t", "u", "no" }.Select(filter => new SubscriptionRequest(filter, QualityOfService.AtMostOnce))]));
        Assert.Equal("1 subscriptions are allowed", (await peer.ReceiveAsync<SubAckPacket>()).Text);
    }

    [Fact]
    public async Task Mqtt311_NeverHasWords()
    {
        handler.Answers["bad"] = _ => new(MqttReasonCode.NotAuthorized);
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Version = MqttProtocolVersion.V311 });
        await peer.SendAsync(Publish("bad", ""), 1);
        Assert.Equal(Ack(PacketType.PubAck, 1), await peer.ReceiveAsync<AckPacket>());
    }
}
