using System.Runtime.CompilerServices;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Upkeep of a store while it runs: what it takes, what it may keep, whether it is sound. Nothing here stops batches from becoming
/// durable. Each member works on one thread of the pool and may be called at any time until the store is disposed.
/// </summary>
public sealed class StoreMaintenance
{
    // With their logs.
    private static readonly string[] Databases = ["catalog.db*", "site.db*"];

    private readonly MaintenanceParts parts;
    private int backups;
    private int upkeep;

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
        var catalogue = Databases.SelectMany(name => Directory.EnumerateFiles(parts.Folder, name)).Sum(path => new FileInfo(path).Length);
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

    /// <summary>
    /// Reads everything that is stored and tells what is damaged; it goes on behind each finding. Samples that are sealed meanwhile may be
    /// read or not.
    /// </summary>
    /// <exception cref="StoreBusyException">Verification or compaction runs already.</exception>
    public async IAsyncEnumerable<VerifyStep> VerifyAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var turn = BeginUpkeep();
        using var steps = new StoreVerifier(parts, cancellation).Steps().GetEnumerator();
        while (await Task.Run(steps.MoveNext, cancellation))
            yield return steps.Current;
    }

    /// <summary>Merges small chunks of every day and gives free pages back to the file system.</summary>
    /// <exception cref="StoreBusyException">Verification or compaction runs already.</exception>
    /// <exception cref="StoreUnavailableException">The store is closing.</exception>
    public async IAsyncEnumerable<CompactStep> CompactAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var turn = BeginUpkeep();
        await using var steps = new StoreCompaction(parts).StepsAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await Task.Run(() => steps.MoveNextAsync().AsTask(), cancellation))
            yield return steps.Current;
    }

    private Turn BeginUpkeep() => Interlocked.Exchange(ref upkeep, 1) == 0
        ? new Turn(() => Volatile.Write(ref upkeep, 0))
        : throw new StoreBusyException("verification or compaction runs already; one at a time");

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
