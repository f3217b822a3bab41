namespace AutoValley.Mqtt.Server.Connections;

/// <summary>This server's limits of topics and filters.</summary>
internal static class TopicLimits
{
    public static bool Allow(string topic, MqttServerOptions options) =>
        topic.Length <= options.MaximumTopicLength && TopicRules.CountLevels(topic) <= options.MaximumTopicLevels;

    /// <summary>The limits in words.</summary>
    public static string Of(MqttServerOptions options) => $"{options.MaximumTopicLength} characters and {options.MaximumTopicLevels} levels are allowed";
}
