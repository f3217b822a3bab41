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
        var deleted = await DeleteElsewhereAsync(limits, pinned, now, cancellation);
        foreach (var (day, cause) in plan.Deleted)
        {
            var samples = await parts.Sealer.BetweenAsync(() => parts.BackEnd.DeleteDayAsync(day.Day, cancellation), cancellation);
            Log.DayDeleted(parts.Logger, UtcDay.ToText(day.Day), samples, day.Bytes, cause);
            deleted.Add(new DeletedDay(day.Day, samples, day.Bytes, cause));
        }
        var over = limits.MaximumBytes > 0 ? Math.Max(0, plan.Bytes - limits.MaximumBytes) : 0;
        return new RetentionPass(now, deleted, plan.Bytes, over, plan.KeptByPin.Count, plan.KeptByPin.Sum(day => day.Bytes));
    }

    // Days of a back end without files: by age alone, as their sizes are not known.
    private async Task<List<DeletedDay>> DeleteElsewhereAsync(RetentionLimits limits, PinnedDays pinned, long now, CancellationToken cancellation)
    {
        List<DeletedDay> deleted = [];
        if (parts.BackEnd.Days is not null || limits.MaximumAge <= TimeSpan.Zero)
            return deleted;
        var oldest = UtcDay.Of((long)Int128.Max((Int128)now - ((Int128)limits.MaximumAge.Ticks * TimeSpan.NanosecondsPerTick), long.MinValue));
        // Only what is too old is looked through, which is nothing most of the time.
        var old = new TimeRange(long.MinValue, UtcDay.First(oldest));
        while (!old.IsEmpty && await parts.BackEnd.FindFirstAsync(old, cancellation) is { } first)
        {
            var day = UtcDay.Of(first);
            if (!pinned.Contains(day, now))
            {
                var samples = await parts.Sealer.BetweenAsync(() => parts.BackEnd.DeleteDayAsync(day, cancellation), cancellation);
                Log.DayDeleted(parts.Logger, UtcDay.ToText(day), samples, 0, RetentionCause.Age);
                deleted.Add(new DeletedDay(day, samples, 0, RetentionCause.Age));
            }
            old = old with { From = UtcDay.First(day + 1) };
        }
        return deleted;
    }
}
