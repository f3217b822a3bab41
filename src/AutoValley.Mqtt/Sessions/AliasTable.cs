using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Sessions;

/// <summary>The receiver's aliases on one connection (MQTT 5.0 section 3.3.2.3.4). Not thread-safe.</summary>
/// <param name="maximum">What this side announced.</param>
internal sealed class AliasTable(int maximum)
{
    private string?[] topics = [];

    /// <summary>The publish with the topic that its alias stands for.</summary>
    /// <exception cref="MqttException">The alias is above what was announced, or stands for nothing yet.</exception>
    public MqttPublish Resolve(in PublishPacket packet)
    {
        var (alias, publish) = (packet.TopicAlias, packet.Publish);
        if (alias == 0)
            return publish;
        // [MQTT-3.3.2-9] [MQTT-3.3.2-11] Not above what was announced.
        if (alias > maximum)
            throw new MqttException(MqttReasonCode.TopicAliasInvalid, $"topic alias {alias}, {maximum} are allowed");
        if (topics.Length == 0)
            topics = new string?[maximum + 1];
        if (publish.Topic.Length > 0)
            topics[alias] = publish.Topic;
        var topic = topics[alias] ?? throw MqttException.Protocol($"topic alias {alias} stands for nothing yet");
        return publish.Topic.Length > 0 ? publish : publish.WithTopic(topic);
    }
}
