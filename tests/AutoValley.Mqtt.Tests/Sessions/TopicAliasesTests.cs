using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Sessions;

public sealed class TopicAliasesTests
{
    [Fact]
    [Conformance("MQTT-3.2.2-17", "MQTT-3.3.2-9", "MQTT-3.2.2-18")]
    public void Of_MoreTopicsThanThePeerTakes_TheFirstHaveOne()
    {
        var aliases = new TopicAliases(2);
        Assert.Equal(new TopicAlias(1, IsKnown: false), aliases.Of("a"));
        Assert.Equal(new TopicAlias(2, IsKnown: false), aliases.Of("b"));
        Assert.Equal(new TopicAlias(1, IsKnown: true), aliases.Of("a"));
        Assert.Equal(default, aliases.Of("c"));
        Assert.Equal(default, new TopicAliases(0).Of("a"));
    }

    [Fact]
    [Conformance("MQTT-3.3.2-10")]
    public void Resolve_AliasAndTopic_StandsForTheNewestTopic()
    {
        var table = new AliasTable(2);
        Assert.Equal("a", table.Resolve(Packet(1, "a")).Topic);
        Assert.Equal("a", table.Resolve(Packet(1, "")).Topic);
        Assert.Equal("b", table.Resolve(Packet(1, "b")).Topic);
        Assert.Equal("b", table.Resolve(Packet(1, "")).Topic);
        Assert.Equal(MqttReasonCode.ProtocolError, Assert.Throws<MqttException>(() => table.Resolve(Packet(2, ""))).Reason);
        Assert.Equal(MqttReasonCode.TopicAliasInvalid, Assert.Throws<MqttException>(() => table.Resolve(Packet(3, "a"))).Reason);
    }

    private static PublishPacket Packet(ushort alias, string topic) => new(0, alias, new MqttPublish { Topic = topic });
}
