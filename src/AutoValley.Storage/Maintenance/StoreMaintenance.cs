using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Upkeep of a store while it runs: what it takes, what it may keep. Nothing here stops batches from becoming durable. Each
/// member works on one thread of the pool and may be called at any time until the store is disposed.
/// </summary>
public sealed class StoreMaintenance
{
    private readonly MaintenanceParts parts;

    internal StoreMaintenance(MaintenanceParts parts) => this.parts = parts;

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
}
