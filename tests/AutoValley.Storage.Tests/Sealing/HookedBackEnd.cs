using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>A back end that does something first when it is to seal.</summary>
internal sealed class HookedBackEnd(ISealedStore inner, Action sealing) : ISealedStore
{
    public void Attach(IWatermarkTable watermarks) => inner.Attach(watermarks);

    public Task SealAsync(SealGroup group, CancellationToken cancellation)
    {
        sealing();
        return inner.SealAsync(group, cancellation);
    }

    public IAsyncEnumerable<SamplePiece> FindAsync(Series series, TimeRange range, CancellationToken cancellation)
    {
        Finding();
        return inner.FindAsync(series, range, cancellation);
    }

    public ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation)
    {
        Finding();
        return inner.FindLatestAsync(series, cancellation);
    }

    public IDisposable BeginRead() => inner.BeginRead();

    public IDisposable BeginSnapshot(long position) => inner.BeginSnapshot(position);

    public IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts) => inner.FindCuts(series, range, samples, parts);

    public ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation) => inner.DeleteBeforeAsync(time, cancellation);

    public ValueTask<long> DeleteDayAsync(int day, CancellationToken cancellation) => inner.DeleteDayAsync(day, cancellation);

    /// <summary>Done first when samples are looked for.</summary>
    public Action Finding { get; init; } = () => { };

    /// <summary>As the inner one, unless it was said.</summary>
    public bool MayBeAway { get; init; } = inner.MayBeAway;

    public DayFolder? Days => inner.Days;

    public IReadOnlyList<string> Warnings => inner.Warnings;

    public ValueTask<bool> CompactAsync(CancellationToken cancellation) => inner.CompactAsync(cancellation);

    public ValueTask<bool> CompactDayAsync(int day, CancellationToken cancellation) => inner.CompactDayAsync(day, cancellation);

    public ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation) => inner.GetStatisticsAsync(cancellation);

    public void Dispose() => inner.Dispose();
}
