using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Upkeep of a store while it runs: what it takes, what it may keep. Nothing here stops batches from becoming durable. Each
/// member works on one thread of the pool and may be called at any time until the store is disposed.
/// </summary>
public sealed class StoreMaintenance
{
    private readonly MaintenanceParts parts;
    private int backups;

    internal StoreMaintenance(MaintenanceParts parts)
    {
        this.parts = parts;
        BackupWorkspace.Clear(parts.Folder);
    }

    /// <summary>What the store takes on disk, by day and by series.</summary>
    public Task<StoreUsage> GetUsageAsync(CancellationToken cancellation) => Task.Run(() =>
    {
        var reader = new UsageReader(parts.Days, parts.Catalogue);
        var days = reader.Read(UnixTime.Now(parts.Clock), cancellation);
        var catalogue = Directory.EnumerateFiles(parts.Folder, "catalog.db*").Sum(path => new FileInfo(path).Length);
        return new StoreUsage(days, [.. reader.Series], parts.UnsealedBytes(), catalogue);
    }, cancellation);

    /// <summary>Deletes the days that are over the limits; each deleted day is logged.</summary>
    /// <exception cref="StoreUnavailableException">The store is closing.</exception>
    public Task<RetentionPass> RetainAsync(RetentionLimits limits, CancellationToken cancellation) =>
        Task.Run(() => new Retention(parts).RunAsync(limits, cancellation), cancellation);

    /// <summary>
    /// Begins a backup: every batch that was acknowledged before the call is in it. To be disposed. Null when one runs already.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The journal cannot be written, or the store is closing.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<StoreBackup?> TryBeginBackupAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref backups, 1) != 0)
            return null;
        try
        {
            return await StoreBackup.BeginAsync(parts, () => Volatile.Write(ref backups, 0), cancellation);
        }
        catch
        {
            Volatile.Write(ref backups, 0);
            throw;
        }
    }
}
