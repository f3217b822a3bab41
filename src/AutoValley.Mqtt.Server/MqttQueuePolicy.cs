namespace AutoValley.Mqtt.Server;

/// <summary>What happens to a publish for a subscriber whose queue is full. Each drop is counted in <see cref="MqttServerStatistics.DroppedQueueFull"/>.</summary>
public enum MqttQueuePolicy
{
    /// <summary>The new publish is dropped for this subscriber.</summary>
    DropNewest,

    /// <summary>The oldest ones that wait are dropped until the new one fits.</summary>
    DropOldest,

    /// <summary>The new one is dropped, and the subscriber's connection is closed with QuotaExceeded; its session stays.</summary>
    Disconnect,
}
