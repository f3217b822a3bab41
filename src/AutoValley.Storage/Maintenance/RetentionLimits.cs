using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>How much a store keeps. Both limits count whole UTC days, oldest first.</summary>
public sealed record RetentionLimits
{
    /// <summary>A day goes once its last nanosecond is older than this; zero: never for its age.</summary>
    public TimeSpan MaximumAge { get; init; }

    /// <summary>Bytes of the day files and the journal together; 0: any number.</summary>
    public long MaximumBytes { get; init; }

    /// <summary>The first UTC day that is not too old.</summary>
    /// <param name="now">Unix nanoseconds.</param>
    internal int FirstDay(long now) => UnixTime.DayOf((long)Int128.Max((Int128)now - ((Int128)MaximumAge.Ticks * TimeSpan.NanosecondsPerTick), long.MinValue));

    /// <summary>Whether there is anything to do.</summary>
    public bool IsUnlimited => MaximumAge == TimeSpan.Zero && MaximumBytes == 0;
}
