using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Deletes days between seals, one after the other, so that sealing waits for one file at most. Late samples of a deleted day are
/// accepted and make it again; the next pass deletes it.
/// </summary>
internal sealed class Retention(MaintenanceParts parts)
{
    public async Task<RetentionPass> RunAsync(RetentionLimits limits, CancellationToken cancellation)
    {
        var now = UnixTime.Now(parts.Clock);
        var pinned = new PinnedDays(parts.Catalogue.Runs);
        var files = parts.Days.Days.Select(day => new DayFile(day, parts.Days.FileBytes(day), pinned.Contains(day, now))).ToArray();
        var plan = RetentionPlan.Of(files, parts.UnsealedBytes(), limits, now);
        List<(DayFile Day, RetentionCause Cause)> gone = [.. plan.Deleted];
        if (parts.BackEnd.Days is null && limits.MaximumAge > TimeSpan.Zero)
            gone.AddRange((await FindElsewhereAsync(limits, now, cancellation)).Where(day => !pinned.Contains(day, now)).Select(day => (new DayFile(day, 0, false), RetentionCause.Age)));
        List<DeletedDay> deleted = [];
        foreach (var (day, cause) in gone)
            deleted.Add(await DeleteAsync(day, cause, cancellation));
        var over = limits.MaximumBytes > 0 ? Math.Max(0, plan.Bytes - limits.MaximumBytes) : 0;
        return new RetentionPass(now, deleted, plan.Bytes, over, plan.KeptByPin.Count, plan.KeptByPin.Sum(day => day.Bytes));
    }

    // Days of a back end without files: by age alone, as their sizes are not known. The newest day of the present stays here too.
    private async Task<List<int>> FindElsewhereAsync(RetentionLimits limits, long now, CancellationToken cancellation)
    {
        // Only what is too old is looked through, which is nothing most of the time.
        var old = new TimeRange(long.MinValue, UtcDay.First(limits.FirstDay(now)));
        List<int> days = [];
        for (var rest = old; !rest.IsEmpty && await parts.BackEnd.FindFirstAsync(rest, cancellation) is { } first; rest = rest with { From = UtcDay.First(days[^1] + 1) })
            days.Add(UnixTime.DayOf(first));
        if (days.Count > 0 && await parts.BackEnd.FindFirstAsync(new TimeRange(old.To, now + 1), cancellation) is null)
            days.RemoveAt(days.Count - 1);
        return days;
    }

    private async Task<DeletedDay> DeleteAsync(DayFile day, RetentionCause cause, CancellationToken cancellation)
    {
        var samples = await parts.Sealer.BetweenAsync(() => parts.BackEnd.DeleteDayAsync(day.Day, cancellation), cancellation);
        Log.DayDeleted(parts.Logger, UtcDay.ToText(day.Day), samples, day.Bytes, cause);
        return new DeletedDay(day.Day, samples, day.Bytes, cause);
    }
}
