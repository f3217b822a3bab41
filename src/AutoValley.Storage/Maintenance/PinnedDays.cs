using AutoValley.Storage.Sealing;

namespace AutoValley.Storage.Maintenance;

/// <summary>The UTC days that pinned runs overlap.</summary>
internal sealed class PinnedDays(IEnumerable<Run> runs)
{
    private readonly Run[] pinned = [.. runs.Where(run => run.Pinned)];

    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="now">Unix nanoseconds: an open run lasts until then.</param>
    public bool Contains(int day, long now) => Array.Exists(
        pinned, run => run.Start <= UtcDay.Last(day) && (run.Stop ?? Math.Max(run.Start, now)) >= UtcDay.First(day));
}
