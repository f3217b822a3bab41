namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>Why a publish is not among the samples.</summary>
internal enum MqttFault
{
    /// <summary>The connection was lost, and what came meanwhile is lost with it.</summary>
    Interruption,

    /// <summary>The payload is not what its topic is configured for.</summary>
    Payload,

    /// <summary>No filter of the configuration fits its topic, or its name is none.</summary>
    Topic,

    /// <summary>One topic or signal more than there is room for, or another type than before.</summary>
    Signal,

    /// <summary>It was retained and says no time, so nobody knows how old it is.</summary>
    Retained,

    /// <summary>Sparkplug: only a birth that was missed could tell what it is.</summary>
    Unborn,
}
