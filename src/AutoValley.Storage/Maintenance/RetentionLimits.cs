namespace AutoValley.Storage.Maintenance;

/// <summary>How much a store keeps. Both limits count whole UTC days, oldest first.</summary>
public sealed record RetentionLimits
{
    /// <summary>A day goes once its last nanosecond is older than this; zero: never for its age.</summary>
    public TimeSpan MaximumAge { get; init; }

    /// <summary>Bytes of the day files and the journal together; 0: any number.</summary>
    public long MaximumBytes { get; init; }

    /// <summary>Whether there is anything to do.</summary>
    public bool IsUnlimited => MaximumAge == TimeSpan.Zero && MaximumBytes == 0;
}
