namespace AutoValley.Storage.Maintenance;

/// <summary>What one pass of retention did.</summary>
/// <param name="Time">When, Unix nanoseconds.</param>
/// <param name="Days">Days deleted, oldest first.</param>
/// <param name="Bytes">Day files and journal afterwards.</param>
/// <param name="OverBytes">How much that is over <see cref="RetentionLimits.MaximumBytes"/>; 0 when it is not.</param>
/// <param name="PinnedDays">Days that would have gone but for a pinned run.</param>
/// <param name="PinnedBytes">Bytes of those.</param>
public sealed record RetentionPass(
    long Time, IReadOnlyList<DeletedDay> Days, long Bytes, long OverBytes, int PinnedDays, long PinnedBytes);

/// <summary>A day that retention deleted.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Samples">Samples that went with it.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="Cause">Why.</param>
public sealed record DeletedDay(int Day, long Samples, long Bytes, RetentionCause Cause);
