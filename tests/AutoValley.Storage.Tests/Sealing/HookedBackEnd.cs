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

    public IAsyncEnumerable<SamplePiece> FindAsync(Series series, TimeRange range, CancellationToken cancellation) =>
        inner.FindAsync(series, range, cancellation);

    public ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation) =>
        inner.FindLatestAsync(series, cancellation);

    public ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation) => inner.DeleteBeforeAsync(time, cancellation);

    public ValueTask<long> DeleteDayAsync(int day, CancellationToken cancellation) => inner.DeleteDayAsync(day, cancellation);

    public DayFolder? Days => inner.Days;

    public IReadOnlyList<string> Warnings => inner.Warnings;

    public ValueTask<bool> CompactAsync(CancellationToken cancellation) => inner.CompactAsync(cancellation);

    public ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation) => inner.GetStatisticsAsync(cancellation);

    public void Dispose() => inner.Dispose();
}
