using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Which days have to go, decided from sizes alone. Days of pinned runs stay, and so do the newest day and the newest that is not in the
/// future: a vehicle whose clock is years ahead must not cost today's samples.
/// </summary>
internal sealed class RetentionPlan
{
    private readonly List<(DayFile Day, RetentionCause Cause)> deleted = [];
    private readonly List<DayFile> pinned = [];

    private RetentionPlan(long bytes) => Bytes = bytes;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<(DayFile Day, RetentionCause Cause)> Deleted => deleted;

    /// <summary>Days that would have gone but for a pinned run.</summary>
    public IReadOnlyList<DayFile> KeptByPin => pinned;

    /// <summary>Day files and journal afterwards.</summary>
    public long Bytes { get; private set; }

    /// <summary>Decides.</summary>
    /// <param name="days">All days, in any order.</param>
    /// <param name="journalBytes">What counts beside them.</param>
    /// <param name="limits">What may be kept.</param>
    /// <param name="now">Unix nanoseconds.</param>
    public static RetentionPlan Of(IReadOnlyCollection<DayFile> days, long journalBytes, RetentionLimits limits, long now)
    {
        var plan = new RetentionPlan(journalBytes + days.Sum(day => day.Bytes));
        var newest = days.Select(day => day.Day).DefaultIfEmpty().Max();
        var present = days.Select(day => day.Day).Where(day => day <= UnixTime.DayOf(now)).DefaultIfEmpty(newest).Max();
        foreach (var day in days.OrderBy(day => day.Day).Where(day => day.Day != newest && day.Day != present))
        {
            if (plan.CauseOf(day, limits, now) is not { } cause)
                continue;
            if (day.IsPinned)
                plan.pinned.Add(day);
            else
                plan.Delete(day, cause);
        }
        return plan;
    }

    private void Delete(DayFile day, RetentionCause cause)
    {
        deleted.Add((day, cause));
        Bytes -= day.Bytes;
    }

    private RetentionCause? CauseOf(DayFile day, RetentionLimits limits, long now)
    {
        if (limits.MaximumAge > TimeSpan.Zero && day.Day < limits.FirstDay(now))
            return RetentionCause.Age;
        return limits.MaximumBytes > 0 && Bytes > limits.MaximumBytes ? RetentionCause.Bytes : null;
    }
}

/// <summary>A day as retention sees it.</summary>
internal readonly record struct DayFile(int Day, long Bytes, bool IsPinned);
