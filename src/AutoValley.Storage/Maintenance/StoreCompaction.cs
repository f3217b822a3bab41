using System.Runtime.CompilerServices;
using AutoValley.Storage.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Merges the small chunks of every day and gives free pages back, a step at a time between seals. What open snapshots and reads hold
/// stays; sealing merges it later.
/// </summary>
internal sealed class StoreCompaction(MaintenanceParts parts)
{
    public async IAsyncEnumerable<CompactStep> StepsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var day in parts.Days.Days)
        {
            var before = parts.Days.FileBytes(day);
            while (await parts.Sealer.BetweenAsync(() => parts.BackEnd.CompactDayAsync(day, cancellation), cancellation))
                yield return new CompactStep(day, false, before, parts.Days.FileBytes(day));
            await parts.Sealer.BetweenAsync(() => ValueTask.FromResult(ShortenLog(day)), cancellation);
            if (parts.Days.FileBytes(day) is > 0 and var bytes)
                yield return new CompactStep(day, true, before, bytes);
        }
    }

    // The write-ahead log is as long as what was merged; a reader in it only keeps it for a while.
    private bool ShortenLog(int day)
    {
        if (!File.Exists(parts.Days.PathOf(day)))
            return false;
        using var connection = Database.OpenReader(parts.Days.PathOf(day), DaySchema.Version);
        return connection?.Rows("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0) == 0).Single() ?? false;
    }
}
