namespace AutoValley.Mqtt;

/// <summary>What a reason code means for its receiver.</summary>
public static class MqttReasonCodes
{
    /// <summary>Whether the code says that it did not work: 0x80 and above (MQTT 5.0 section 2.4).</summary>
    public static bool IsFailure(this MqttReasonCode reason) => (byte)reason >= 0x80;
}
