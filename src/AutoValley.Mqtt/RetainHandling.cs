namespace AutoValley.Mqtt;

/// <summary>When a new subscription gets the retained publishes (MQTT 5.0 section 3.3.1.3).</summary>
public enum RetainHandling : byte
{
    /// <summary>Whenever it is asked for.</summary>
    Always = 0,

    /// <summary>Only if the session had no such subscription.</summary>
    IfNew = 1,

    /// <summary>Not at all.</summary>
    Never = 2,
}
