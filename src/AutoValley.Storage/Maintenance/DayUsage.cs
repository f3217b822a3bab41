namespace AutoValley.Storage.Maintenance;

/// <summary>What one UTC day takes.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="FileBytes">Bytes on disk of its file and its log.</param>
/// <param name="Samples">Sealed samples.</param>
/// <param name="Chunks">How many chunks hold them.</param>
/// <param name="IsPinned">Whether a pinned run overlaps the day, so that retention keeps it.</param>
/// <param name="Problem">Why the day cannot be read, so that only its bytes are known; empty when it can.</param>
public sealed record DayUsage(int Day, long FileBytes, long Samples, long Chunks, bool IsPinned, string Problem)
{
    /// <summary>Its first nanosecond, Unix.</summary>
    public long Start => Sealing.UtcDay.First(Day);
}
