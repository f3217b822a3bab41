namespace AutoValley.Mqtt;

/// <summary>How often a publish arrives (MQTT 5.0 section 4.3).</summary>
public enum QualityOfService : byte
{
    /// <summary>QoS 0: once or not at all.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: once or more often, acknowledged.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: once, acknowledged in two steps.</summary>
    ExactlyOnce = 2,
}
