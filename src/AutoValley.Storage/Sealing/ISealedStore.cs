using AutoValley.Storage.Reading;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Sealing;

/// <summary>A back end: where samples go from the journal. Reads may run while it seals.</summary>
internal interface ISealedStore : IDisposable
{
    /// <summary>The store opens: what was sealed by then and is not there is told.</summary>
    void Attach(IWatermarkTable watermarks)
    {
    }

    /// <summary>
    /// Whether it lies elsewhere, and so may be away or slow while the journal's disk is neither: then what waits for it goes to disk instead of keeping
    /// vehicles waiting.
    /// </summary>
    bool MayBeAway => false;

    /// <summary>
    /// Makes a closed segment's samples durable. After a failure or a crash the same segment comes again, and nothing of it may be
    /// doubled or missing then.
    /// </summary>
    Task SealAsync(SealGroup group, CancellationToken cancellation);

    /// <summary>The pieces that share a time with the range, by their first times.</summary>
    IAsyncEnumerable<SamplePiece> FindAsync(Series series, TimeRange range, CancellationToken cancellation);

    /// <summary>As <see cref="ISampleStore.FindCuts"/>.</summary>
    IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts) => [];

    /// <summary>By series id, the piece whose last sample is the latest; no entry for a series that has none.</summary>
    ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation);

    /// <summary>
    /// Merges some small chunks that were sealed one after the other, or clears away what merging left over: little at a time, so that it
    /// can be called between segments. It does nothing while a snapshot is open.
    /// </summary>
    /// <returns>Whether there is more to do now.</returns>
    ValueTask<bool> CompactAsync(CancellationToken cancellation) => ValueTask.FromResult(false);

    /// <summary>As <see cref="CompactAsync"/>, a step of one day; it merges also where there are few small chunks.</summary>
    ValueTask<bool> CompactDayAsync(int day, CancellationToken cancellation) => ValueTask.FromResult(false);

    /// <summary>A read begins: what is found from now on can be loaded until the result is disposed.</summary>
    IDisposable BeginRead() => NoPass.Instance;

    /// <summary>
    /// A snapshot begins: as <see cref="BeginRead"/>, and until it ends what comes later is not put together with what it reads: no chunks are merged.
    /// </summary>
    /// <param name="position">The journal's position that it has everything up to.</param>
    IDisposable BeginSnapshot(long position) => NoPass.Instance;

    /// <summary>Deletes the days that end at or before the time; gives the number of samples.</summary>
    ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation);

    /// <summary>Deletes one UTC day, numbered from 1970-01-01; gives the number of samples.</summary>
    ValueTask<long> DeleteDayAsync(int day, CancellationToken cancellation);

    /// <summary>The earliest sealed time in a range, of a back end without files; null when there is none.</summary>
    ValueTask<long?> FindFirstAsync(TimeRange range, CancellationToken cancellation) => ValueTask.FromResult<long?>(null);

    /// <summary>Its files, for maintenance; null of a back end that has none.</summary>
    DayFolder? Days => null;

    /// <summary>What somebody should look at although sealing goes on: each a sentence for people.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Sizes and counts; <see cref="StoreStatistics.StoreBytes"/> is of the back end's files alone.</summary>
    ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation);
}

/// <summary>For a back end that replaces nothing.</summary>
internal sealed class NoPass : IDisposable
{
    public static readonly NoPass Instance = new();

    public void Dispose()
    {
    }
}
