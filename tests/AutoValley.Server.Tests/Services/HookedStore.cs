using AutoValley.Storage;
using AutoValley.Telemetry;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Tests.Services;

/// <summary>A store to which something happens just before a snapshot is taken, a batch appended, or a series read, and that tells what is read.</summary>
internal sealed class HookedStore(
    ISampleStore store, Func<Task>? beforeSnapshot = null, Func<Task>? beforeAppend = null, Action<Series>? beforeRead = null, Action<Samples>? read = null) : ISampleStore
{
    public StoreHealth Health => store.Health;

    public async ValueTask<AppendOutcome> AppendAsync(AcceptedBatch batch, CancellationToken cancellation)
    {
        if (beforeAppend is not null)
            await beforeAppend();
        return await store.AppendAsync(batch, cancellation);
    }

    public void Settle(Session session, ulong sequence) => store.Settle(session, sequence);

    public SequenceRanges GetWatermark(Session session) => store.GetWatermark(session);

    public void Observe(Action<DurableBatch> observer) => store.Observe(observer);

    public long DurablePosition => store.DurablePosition;

    public IReadOnlyList<DurableBatch> ReadUnsealed(long after, int limit) => store.ReadUnsealed(after, limit);

    public IStoreSnapshot OpenSnapshot(IEnumerable<Vehicle> vehicles)
    {
        if (beforeSnapshot is not null)
            Task.Run(beforeSnapshot).GetAwaiter().GetResult();
        return store.OpenSnapshot(vehicles);
    }

    public IAsyncEnumerable<Samples> ReadAsync(Series series, TimeRange range, CancellationToken cancellation)
    {
        beforeRead?.Invoke(series);
        var samples = store.ReadAsync(series, range, cancellation);
        return read is null ? samples : TellAsync(samples, read);
    }

    public IAsyncEnumerable<Bucket> AggregateAsync(Series series, TimeRange range, BucketRequest buckets, CancellationToken cancellation) =>
        store.AggregateAsync(series, range, buckets, cancellation);

    public IAsyncEnumerable<EncodedSamples> ReadEncodedAsync(Series series, TimeRange range, CancellationToken cancellation) =>
        store.ReadEncodedAsync(series, range, cancellation);

    public IAsyncEnumerable<SampleStretch> SummariesAsync(Series series, TimeRange range, long finestNanos, CancellationToken cancellation) =>
        store.SummariesAsync(series, range, finestNanos, cancellation);

    public IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts) => store.FindCuts(series, range, samples, parts);

    public ValueTask<IReadOnlyList<LatestSample>> GetLatestAsync(IReadOnlyList<Series> series, CancellationToken cancellation) =>
        store.GetLatestAsync(series, cancellation);

    public ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation) => store.DeleteBeforeAsync(time, cancellation);

    public ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation) => store.GetStatisticsAsync(cancellation);

    public Task SealAsync(CancellationToken cancellation) => store.SealAsync(cancellation);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static async IAsyncEnumerable<Samples> TellAsync(IAsyncEnumerable<Samples> all, Action<Samples> read)
    {
        await foreach (var samples in all)
        {
            read(samples);
            yield return samples;
        }
    }
}
