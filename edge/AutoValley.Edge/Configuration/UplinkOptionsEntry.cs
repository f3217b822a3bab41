namespace AutoValley.Edge.Configuration;

/// <summary>The configuration's <c>uplink</c>.</summary>
internal static class UplinkOptionsEntry
{
    // Less does not carry a vehicle's own batches; more is no limit.
    private const double Least = 1_000, Most = 10_000_000_000;

    // Sooner costs more packets than it gains time; later, and a live display is none.
    private const double ShortestBatch = 10, LongestBatch = 10_000;

    /// <summary>The options with what the entry says.</summary>
    public static AgentOptions Read(ConfigurationObject entry, AgentOptions options)
    {
        var read = options with
        {
            UplinkBytesPerSecond = (long?)entry.Number("bytesPerSecond", Least, Most),
            BacklogBytesPerSecond = (long?)entry.Number("backlogBytesPerSecond", Least, Most),
            BatchAge = entry.Number("batchMilliseconds", ShortestBatch, LongestBatch) is { } age ? TimeSpan.FromMilliseconds(age) : options.BatchAge,
        };
        entry.RefuseUnknown();
        return read;
    }
}
