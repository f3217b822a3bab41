using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>
/// Where accepted batches become durable and samples are read from. The journal stands in front of every back end, and one
/// contract suite runs over each (tests/AutoValley.Storage.Tests/SampleStoreContract). All members may be called concurrently.
/// </summary>
public interface ISampleStore : IAsyncDisposable
{
    /// <summary>Whether batches can be made durable now, and how much waits.</summary>
    StoreHealth Health { get; }

    /// <summary>
    /// Makes a batch durable: the task completes after the group commit that holds it, also for a duplicate.
    /// Sessions' batches may come in any order.
    /// </summary>
    /// <returns>Whether the batch was new to its session.</returns>
    /// <exception cref="StoreUnavailableException">It could not be written; nothing of it is durable and it may be sent again.</exception>
    ValueTask<AppendOutcome> AppendAsync(AcceptedBatch batch, CancellationToken cancellation);

    /// <summary>
    /// Takes a batch number for dealt with, although nothing is stored under it: what came is kept as a dead letter, and nobody is to wait for the
    /// number. It is in the watermark after the next commit; nothing waits for that, and where it fails the number stays a hole.
    /// </summary>
    void Settle(Session session, ulong sequence);

    /// <summary>The durable batch numbers of a session, and those that were settled otherwise, as a copy.</summary>
    SequenceRanges GetWatermark(Session session);

    /// <summary>
    /// Calls <paramref name="observer"/> with each batch that becomes durable from now on: in the journal's order, one at a time,
    /// after it can be read and before its append completes. It must neither wait nor throw: the journal waits for it.
    /// </summary>
    void Observe(Action<DurableBatch> observer);

    /// <summary>Of the newest durable batch since this store's journal began; 0 when there is none that is not sealed and none came.</summary>
    long DurablePosition { get; }

    /// <summary>
    /// Durable batches behind a position, in the journal's order: those that are not sealed yet. Who keeps <see cref="StoreOptions.BeforeSealing"/> from
    /// letting them go finds every one.
    /// </summary>
    /// <param name="after">Of the batch before the first.</param>
    /// <param name="limit">At most.</param>
    IReadOnlyList<DurableBatch> ReadUnsealed(long after, int limit);

    /// <summary>What is held of the vehicles now. Together with an observer it makes history and live meet without a seam.</summary>
    IStoreSnapshot OpenSnapshot(IEnumerable<Vehicle> vehicles);

    /// <summary>
    /// A series' samples in the range, in slices, ascending by time without repeats: of two samples with the same time the one of
    /// the later session or sequence is given. Everything appended before the call is seen, sealed or not.
    /// </summary>
    /// <exception cref="DamagedChunkException">Stored bytes do not fit their check sum; thrown while enumerating, by the other reads too.</exception>
    IAsyncEnumerable<Samples> ReadAsync(Series series, TimeRange range, CancellationToken cancellation);

    /// <summary>
    /// Statistics of a numeric or boolean series by bucket, ascending. Buckets start at whole multiples of
    /// <see cref="BucketRequest.Nanos"/> since the epoch; empty ones are left out.
    /// </summary>
    /// <exception cref="ArgumentException">The series is text, or the bucket is not longer than 0.</exception>
    IAsyncEnumerable<Bucket> AggregateAsync(Series series, TimeRange range, BucketRequest buckets, CancellationToken cancellation);

    /// <summary>
    /// As <see cref="ReadAsync"/>, as encoded columns. What lies sealed, alone in its time and inside the range is given as it is stored,
    /// without being decoded; slices are of different lengths, at most 32,768 samples.
    /// </summary>
    /// <exception cref="DamagedChunkException">Stored bytes do not fit their check sum; thrown while enumerating.</exception>
    IAsyncEnumerable<EncodedSamples> ReadEncodedAsync(Series series, TimeRange range, CancellationToken cancellation);

    /// <summary>
    /// What a numeric or boolean series looks like: stretches, ascending and without overlap, that together hold each sample in the range once.
    /// Each is as coarse as comes cheaply, but reaches over no more than <paramref name="finestNanos"/> from its first sample to its last.
    /// </summary>
    /// <exception cref="ArgumentException">The series is text, or <paramref name="finestNanos"/> is less than 0.</exception>
    IAsyncEnumerable<SampleStretch> SummariesAsync(Series series, TimeRange range, long finestNanos, CancellationToken cancellation);

    /// <summary>
    /// Times within the range that cut a series into parts of about as many samples, ascending, for who reads parts side by side. What is sealed is
    /// counted by its directory, which costs little; what is not, not at all.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="range">What is read of it.</param>
    /// <param name="samples">Of a part, about, at least.</param>
    /// <param name="parts">How many there are at most.</param>
    /// <returns>One fewer than there are parts: none when it is not worth cutting.</returns>
    IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts);

    /// <summary>The sample with the greatest time of each series that has one.</summary>
    ValueTask<IReadOnlyList<LatestSample>> GetLatestAsync(IReadOnlyList<Series> series, CancellationToken cancellation);

    /// <summary>Deletes all sealed days that end at or before <paramref name="time"/> (Unix nanoseconds).</summary>
    /// <returns>How many samples were deleted.</returns>
    ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation);

    /// <summary>Sizes and counts.</summary>
    ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation);

    /// <summary>Seals everything appended before the call.</summary>
    Task SealAsync(CancellationToken cancellation);
}
