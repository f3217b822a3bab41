using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests;

public sealed class SystemTopicsTests
{
    private static readonly MqttServerOptions Options = new() { SystemInterval = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task Figures_AtEachInterval_AreRetainedBelowSys()
    {
        await using var endpoint = new MemoryEndpoint(options: Options);
        await endpoint.ConnectAsync("other");
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        var peer = await endpoint.SubscribeAsync("c", "$SYS/broker/clients/+", QualityOfService.AtMostOnce);
        var figures = (await peer.ReceiveUntilPongAsync()).Cast<PublishPacket>().ToDictionary(packet => packet.Publish.Topic, Text);
        Assert.Equal("1", figures["$SYS/broker/clients/connected"]);
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        figures = (await peer.ReceiveUntilPongAsync()).Cast<PublishPacket>().ToDictionary(packet => packet.Publish.Topic, Text);
        Assert.Equal("2", figures["$SYS/broker/clients/connected"]);
        // What did not change is not told again.
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    [Conformance("MQTT-4.7.2-1")]
    public async Task Figures_ForWildcardsAtTheTop_DoNotCome()
    {
        await using var endpoint = new MemoryEndpoint(options: Options);
        var peer = await endpoint.SubscribeAsync("c", "#", QualityOfService.AtMostOnce);
        await MemoryEndpoint.SubscribeAsync(peer, new SubscriptionRequest("+/broker/#", QualityOfService.AtMostOnce));
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
    }

    [Fact]
    public async Task Publish_BelowSys_IsNotForClients()
    {
        await using var endpoint = new MemoryEndpoint(options: Options);
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Publish("$SYS/broker/version", "mine"), 1);
        await peer.ExpectAsync(Ack(PacketType.PubAck, 1, MqttReasonCode.NotAuthorized));
    }

    [Fact]
    public async Task Figures_ByDefault_AreNotTold()
    {
        await using var endpoint = new MemoryEndpoint();
        endpoint.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, endpoint.Server.RetainedCount);
    }
}
