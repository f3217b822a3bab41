using AutoValley.Edge.Spool;

namespace AutoValley.Edge.Configuration;

/// <summary>The configuration's <c>spool</c>.</summary>
internal static class SpoolOptionsEntry
{
    private const double DefaultMebibytes = 1024;

    // Two hours and a half at 5,000 samples a second; of a small spool, a quarter.
    private const double DefaultArchiveMebibytes = 256;

    /// <summary>The options with what the entry says.</summary>
    public static AgentOptions Read(ConfigurationObject entry, AgentOptions options)
    {
        var mebibytes = entry.Number("mebibytes", 32, 1 << 20) ?? DefaultMebibytes;
        var read = options with
        {
            SpoolFolder = entry.RequiredText("folder"),
            SpoolMaximumBytes = (long)mebibytes << 20,
            SpoolArchiveBytes = (long)(entry.Number("archiveMebibytes", 0, (int)mebibytes / 2) ?? Math.Min(DefaultArchiveMebibytes, mebibytes / 4)) << 20,
            SpoolMaximumAge = entry.Number("hours", 1, 24 * 366) is { } hours ? TimeSpan.FromHours(hours) : null,
            SpoolSync = SyncOf(entry),
        };
        entry.RefuseUnknown();
        return read;
    }

    private static SpoolSync SyncOf(ConfigurationObject entry)
    {
        switch (entry.Text("sync"))
        {
            case null or "interval":
                return SpoolSync.Interval;
            case "batch":
                return SpoolSync.EveryBatch;
            case "none":
                return SpoolSync.None;
            case var other:
                entry.Fail("sync", $"is '{other}', not batch, interval or none");
                return default;
        }
    }
}
