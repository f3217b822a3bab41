namespace AutoValley.Edge.Configuration;

/// <summary>The configuration's <c>uplink</c>.</summary>
internal static class UplinkOptionsEntry
{
    // Less does not carry a vehicle's own batches; more is no limit.
    private const double Least = 1_000, Most = 10_000_000_000;

    /// <summary>The options with what the entry says.</summary>
    public static AgentOptions Read(ConfigurationObject entry, AgentOptions options)
    {
        var read = options with
        {
            UplinkBytesPerSecond = (long?)entry.Number("bytesPerSecond", Least, Most),
            BacklogBytesPerSecond = (long?)entry.Number("backlogBytesPerSecond", Least, Most),
        };
        entry.RefuseUnknown();
        return read;
    }
}
