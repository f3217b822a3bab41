using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Statements;

/// <summary>Statements of MQTT 5.0 about subscriptions that no other test is about.</summary>
public sealed class SubscribeStatements
{
    [Fact]
    [Conformance("MQTT-3.8.4-3", "MQTT-3.8.4-4", "MQTT-3.8.4-8", "MQTT-3.3.1-9")]
    public async Task Subscribe_SameFilterAgain_ReplacesAndLosesNothing()
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.ConnectAsync("c");
        await endpoint.Server.PublishAsync(Publish("t", "kept") with { Retain = true }, default);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.AtLeastOnce), 1);
        Assert.Equal("kept", Text(await peer.ReceiveAsync<PublishPacket>()));
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await endpoint.Server.PublishAsync(Publish("t", $"{i}"), default);
        });
        await peer.SendAsync(new SubscribePacket(2, 2, [new SubscriptionRequest("t", QualityOfService.AtMostOnce)]));
        await publishing;
        var got = (await peer.ReceiveUntilPongAsync()).OfType<PublishPacket>().ToList();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), got.Select(Text).Where(text => text != "kept"));
        Assert.Single(got, packet => Text(packet) == "kept");
        await endpoint.Server.PublishAsync(Publish("t", "last"), default);
        var last = await peer.ReceiveAsync<PublishPacket>();
        Assert.Equal(QualityOfService.AtMostOnce, last.Publish.Qos);
        Assert.Equal([2u], last.Publish.SubscriptionIds);
    }

    [Fact]
    [Conformance("MQTT-3.10.4-1", "MQTT-3.10.4-4", "MQTT-3.10.4-5", "MQTT-3.10.4-6", "MQTT-3.11.3-1", "MQTT-2.2.1-6")]
    public async Task Unsubscribe_FilterThatOnlyMatches_EndsNothing()
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.SubscribeAsync("c", "a/b", QualityOfService.AtMostOnce);
        await peer.SendAsync(new UnsubscribePacket(77, ["a/+", "a/b ", "A/b"]));
        var answer = await peer.ReceiveAsync<SubAckPacket>();
        Assert.Equal((77, PacketType.UnsubAck), (answer.PacketId, answer.Type));
        Assert.All(answer.Reasons, reason => Assert.Equal(MqttReasonCode.NoSubscriptionExisted, reason));
        Assert.Equal(3, answer.Reasons.Count);
        await endpoint.Server.PublishAsync(Publish("a/b", "x"), default);
        await peer.ReceiveAsync<PublishPacket>();
    }

    [Fact]
    [Conformance("MQTT-3.10.4-2", "MQTT-3.10.4-3")]
    public async Task Unsubscribe_WhilePublishesAreOnTheirWay_TheyAreBroughtToTheirEnd()
    {
        await using var endpoint = new MemoryEndpoint();
        var connect = Connect("c", 600) with { CleanStart = false };
        var peer = await endpoint.ConnectAsync(connect);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("t", QualityOfService.ExactlyOnce));
        await endpoint.Server.PublishAsync(Publish("t", "1", QualityOfService.ExactlyOnce), default);
        await peer.ReceiveAsync<PublishPacket>();
        await peer.SendAsync(new UnsubscribePacket(3, ["t"]));
        await peer.ReceiveAsync<SubAckPacket>();
        await endpoint.Server.PublishAsync(Publish("t", "2", QualityOfService.ExactlyOnce), default);
        peer.Break();
        await endpoint.ReleasedAsync();
        var again = await endpoint.ConnectAsync(connect, present: true);
        Assert.Equal("1", Text(await again.ReceiveAsync<PublishPacket>()));
        await again.SendAsync(Ack(PacketType.PubRec, 1));
        await again.ExpectAsync(Ack(PacketType.PubRel, 1));
        await again.SendAsync(Ack(PacketType.PubComp, 1));
        Assert.Empty(await again.ReceiveUntilPongAsync());
    }
}
