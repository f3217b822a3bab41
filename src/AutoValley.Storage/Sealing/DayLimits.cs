using AutoValley.Telemetry;

namespace AutoValley.Storage.Sealing;

/// <summary>How many days may be touched; see <see cref="StoreOptions.MaximumBatchDays"/> and <see cref="StoreOptions.MaximumDays"/>.</summary>
/// <param name="ABatch">Days of one batch.</param>
/// <param name="Total">Days of the store.</param>
/// <param name="Existing">Days that the store has already.</param>
internal sealed record DayLimits(int ABatch, int Total, IReadOnlyCollection<int> Existing)
{
    /// <summary>No limit.</summary>
    public static DayLimits None { get; } = new(int.MaxValue, int.MaxValue, []);

    /// <summary>Begins to count.</summary>
    public DayBudget NewBudget() => new(this);
}

/// <summary>Counts the days of batch after batch against the limits.</summary>
internal sealed class DayBudget(DayLimits limits)
{
    private readonly HashSet<int> all = [.. limits.Existing];

    /// <summary>Of the batches that were taken.</summary>
    public SortedSet<int> Days { get; } = [];

    /// <summary>Takes a batch's days, all or none.</summary>
    /// <param name="days">Of its samples.</param>
    /// <param name="receiveTime">Unix nanoseconds. That day and those beside it are within any limit.</param>
    /// <param name="reason">Why none was taken; else empty.</param>
    public bool TryTake(IReadOnlyCollection<int> days, long receiveTime, out string reason)
    {
        reason = "";
        if (days.All(Days.Contains) && days.Count <= limits.ABatch)
            return true;
        if (days.Count > limits.ABatch)
            reason = $"samples of {days.Count} UTC days, at most {limits.ABatch}";
        var today = UnixTime.DayOf(receiveTime);
        var added = days.Count(day => !all.Contains(day) && Math.Abs((long)day - today) > 1);
        if (added > 0 && all.Count + added > limits.Total)
            reason = $"{added} UTC days that the store does not have, which has {all.Count}, at most {limits.Total}";
        if (reason.Length > 0)
            return false;
        foreach (var day in days)
        {
            all.Add(day);
            Days.Add(day);
        }
        return true;
    }
}
