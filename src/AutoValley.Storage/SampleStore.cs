using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AutoValley.Storage.Influx;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage;

/// <summary>
/// The store: a journal in front of a back end. Batches are durable in the journal, in memory until they are sealed or their segment is parked, and then
/// columns in the back end. A reader looks at memory, parked segments and back end in this order, so that a batch on its way from one
/// to the next is seen at least once; the merge by time makes that once.
/// </summary>
public sealed class SampleStore : ISampleStore, IJournalListener
{
    private static readonly Task<AppendOutcome> Duplicate = Task.FromResult(AppendOutcome.Duplicate);
    private static readonly Task<AppendOutcome> TooManyHoles = Task.FromResult(AppendOutcome.TooManyHoles);

    private readonly object gate = new();
    private readonly FolderLock folderLock;
    private readonly SessionLedger ledger;
    private readonly Backlog backlog;
    private readonly Room room;
    private readonly Func<long> heldBytes;
    private readonly BatchJournal journal;
    private readonly Sealer sealer;
    private readonly Parker parker;
    private readonly ISealedStore backEnd;
    private readonly DayFolder days;
    private readonly ITimer sealTimer;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private ImmutableArray<Action<DurableBatch>> observers = [];
    private long durablePosition;
    private int disposed;

    private SampleStore(StoreParts parts, StoreOptions options, ICatalogue catalogue, TimeProvider clock, ILogger logger)
    {
        (folderLock, backEnd, this.clock, this.logger) = (parts.Lock, parts.BackEnd, clock, logger);
        var watermarks = parts.Watermarks;
        backEnd.Attach(watermarks);
        days = backEnd.Days ?? new DayFolder(options.Folder, 1);
        var place = new ParkingPlace(parts.Files, JournalSessions.Of(catalogue), logger);
        room = new Room(options.MaximumUnsealedBytes, options.MaximumJournalBytes);
        backlog = new Backlog(place, room, gate);
        heldBytes = () => IsParkingAllowed ? backlog.Waiting.HeldBytes : 0;
        var recovery = new JournalRecovery(place, watermarks.ReservedPosition, options.MaximumUnsealedBytes);
        recovery.Read(watermarks.SealedPosition);
        ledger = new SessionLedger(watermarks.LoadWatermarks(), options.MaximumSessionHoles);
        sealer = new Sealer(backlog.Waiting, backEnd, catalogue, watermarks, new SealerOptions(clock, logger, options.RetryInterval, backlog.Drop, Settle)
        {
            Load = backlog.Load,
            MaximumBatchDays = options.MaximumBatchDays, MaximumDays = options.MaximumDays, MergesChunks = options.MergesChunks,
            BeforeSealing = options.BeforeSealing,
        });
        parker = new Parker(backlog.Waiting, place, new ParkerOptions(clock, options.RetryInterval, IsParkingWanted, backlog.TryPark, Settle));
        var segmentBytes = Math.Min(options.SegmentBytes, options.MaximumUnsealedBytes / 4);
        journal = new BatchJournal(
            parts.Files, new JournalOptions { SegmentBytes = segmentBytes, RetryInterval = options.RetryInterval },
            recovery.NextPosition(watermarks.SealedPosition), this, logger);
        foreach (var segment in recovery.Segments)
        {
            backlog.Replay(segment, ledger);
            durablePosition = segment.LastPosition;
            sealer.Add(segment);
        }
        Maintenance = new StoreMaintenance(new MaintenanceParts
        {
            Folder = options.Folder, Days = days, BackEnd = backEnd, Sealer = sealer, Catalogue = catalogue, Watermarks = watermarks,
            UnsealedBytes = () => backlog.Bytes, DurablePosition = () => DurablePosition, CloseSegment = journal.CloseSegmentAsync,
            Clock = clock, Logger = logger,
        });
        sealTimer = clock.CreateTimer(_ => CloseSegment(), null, options.SealInterval, options.SealInterval);
    }

    /// <inheritdoc/>
    public StoreHealth Health
    {
        get
        {
            var (reason, bytes, oldest) = (Refusal, backlog.Bytes, backlog.OldestReceiveTime);
            return new StoreHealth(reason.Length == 0, reason, bytes, oldest)
            {
                ParkedBytes = backlog.Parked.Bytes,
                Warnings = SealingDelay.AddTo(backEnd.Warnings, sealer, bytes, oldest),
            };
        }
    }

    /// <summary>Upkeep while the store runs.</summary>
    public StoreMaintenance Maintenance { get; }

    /// <summary>Opens a store with the SQLite back end, or with an InfluxDB, and reads what the last process left in the journal.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="catalogue">
    /// What sessions and series are known by; it must be an <see cref="IWatermarkTable"/> too, as <see cref="SqliteCatalogue"/> is.
    /// </param>
    /// <param name="clock">Drives sealing.</param>
    /// <param name="logger">Where troubles are told.</param>
    /// <param name="influx">Where samples are sealed to; null for files in the folder.</param>
    /// <exception cref="StoreException">The folder is in use, a file cannot be read, or the catalogue is not the journal's.</exception>
    public static SampleStore Open(StoreOptions options, ICatalogue catalogue, TimeProvider clock, ILogger logger, InfluxStoreOptions? influx = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SegmentBytes, StoreOptions.MaximumSegmentBytes);
        UnfinishedBackup.Refuse(options.Folder);
        var folderLock = new FolderLock(options.Folder);
        try
        {
            var parts = new StoreParts(
                folderLock,
                new DiskJournalFiles(Path.Combine(options.Folder, "journal")),
                BackEnds.Create(options, influx, catalogue, (clock, logger)),
                catalogue as IWatermarkTable ?? throw new ArgumentException("the catalogue keeps no watermarks", nameof(catalogue)));
            return Open(parts, options, catalogue, clock, logger);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(AcceptedBatch batch, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<AppendOutcome>(cancellation);
        return new(TryAppend(batch) ?? AppendWhenRoomAsync(batch, cancellation));
    }

    /// <inheritdoc/>
    public void Settle(Session session, ulong sequence)
    {
        try
        {
            _ = TryAppend(AcceptedBatch.WithoutSamples(session, sequence, UnixTime.Now(clock)));
        }
        catch (StoreUnavailableException exception)
        {
            Log.NotSettled(logger, session.Vehicle.Name, sequence, exception);
        }
    }

    /// <inheritdoc/>
    public SequenceRanges GetWatermark(Session session)
    {
        lock (gate)
            return ledger.Durable(session.Id);
    }

    /// <inheritdoc/>
    public void Observe(Action<DurableBatch> observer) => ImmutableInterlocked.Update(ref observers, (all, one) => all.Add(one), observer);

    /// <inheritdoc/>
    public long DurablePosition => Volatile.Read(ref durablePosition);

    /// <inheritdoc/>
    public IReadOnlyList<DurableBatch> ReadUnsealed(long after, int limit) => [.. backlog.After(after, limit).Select(Durable)];

    /// <inheritdoc/>
    public IStoreSnapshot OpenSnapshot(IEnumerable<Vehicle> vehicles)
    {
        var pass = new ReadPasses(backlog.Parked.Enter(), backEnd.BeginSnapshot(DurablePosition));
        lock (gate)
        {
            var unsealed = vehicles.Distinct().ToDictionary(vehicle => vehicle.Id, backlog.Of);
            return new StoreSnapshot(durablePosition, unsealed, ledger.AllDurable(), backEnd, pass);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Samples> ReadAsync(Series series, TimeRange range, CancellationToken cancellation) =>
        ReadingAsync(series, range, pieces => SampleMerger.MergeAsync(pieces, range, series.Type, cancellation), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<Bucket> AggregateAsync(Series series, TimeRange range, BucketRequest buckets, CancellationToken cancellation)
    {
        CheckHasStatistics(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets.Nanos, 1);
        return ReadingAsync(
            series, range, pieces => Aggregation.AggregateAsync(pieces, range, buckets, series.Type, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<EncodedSamples> ReadEncodedAsync(Series series, TimeRange range, CancellationToken cancellation) =>
        ReadingAsync(series, range, pieces => SampleEncoding.EncodeAsync(pieces, range, series.Type, cancellation), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<SampleStretch> SummariesAsync(Series series, TimeRange range, long finestNanos, CancellationToken cancellation)
    {
        CheckHasStatistics(series);
        ArgumentOutOfRangeException.ThrowIfNegative(finestNanos);
        return ReadingAsync(
            series, range, pieces => Summaries.OfAsync(pieces, range, finestNanos, series.Type, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts) => backEnd.FindCuts(series, range, samples, parts);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LatestSample>> GetLatestAsync(IReadOnlyList<Series> series, CancellationToken cancellation) =>
        LatestSamples.FindAsync(backlog, backEnd, series, cancellation);

    /// <inheritdoc/>
    public async ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation) =>
        await sealer.BetweenAsync(() => backEnd.DeleteBeforeAsync(time, cancellation), cancellation);

    /// <inheritdoc/>
    public async ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation)
    {
        var statistics = await backEnd.GetStatisticsAsync(cancellation);
        return statistics with { StoreBytes = statistics.StoreBytes + backlog.Bytes };
    }

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">It cannot be written now; nothing is lost, and it is tried again.</exception>
    public async Task SealAsync(CancellationToken cancellation)
    {
        await journal.CloseSegmentAsync().WaitAsync(cancellation);
        try
        {
            await sealer.SealAsync(cancellation);
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or IOException)
        {
            throw new StoreUnavailableException($"sealing: {exception.Message}", exception);
        }
    }

    /// <summary>Writes what was appended to the journal and closes all files; what is not sealed is read at the next opening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await sealTimer.DisposeAsync();
        await sealer.DisposeAsync();
        await parker.DisposeAsync();
        await journal.DisposeAsync();
        lock (gate)
            room.Signal();
        backEnd.Dispose();
        days.Dispose();
        folderLock.Dispose();
    }

    void IJournalListener.Committed(CommitGroup group)
    {
        lock (gate)
        {
            backlog.Memory.Add(group.Records);
            group.Records.ForEach(ledger.AddDurable);
            durablePosition = group.Records.Count > 0 ? group.Records[^1].Position : durablePosition;
        }
        foreach (var observer in observers)
        {
            foreach (var record in group.Records)
                observer(Durable(record));
        }
    }

    void IJournalListener.Failed(CommitGroup group)
    {
        lock (gate)
        {
            group.Records.ForEach(ledger.RemovePending);
            room.Free(group.Records.Sum(record => record.MemoryBytes), group.Bytes);
        }
    }

    void IJournalListener.Closed(JournalSegment segment)
    {
        sealer.Add(new ClosedSegment(segment));
        parker.Wake();
    }

    /// <summary>Opens a store over parts that a test chose.</summary>
    internal static SampleStore Open(StoreParts parts, StoreOptions options, ICatalogue catalogue, TimeProvider clock, ILogger logger) =>
        new(parts, options, catalogue, clock, logger);

    /// <summary>A step of merging small chunks, of a day or of any.</summary>
    internal Task<bool> CompactAsync(int? day, CancellationToken cancellation) => sealer.BetweenAsync(
        () => day is { } one ? backEnd.CompactDayAsync(one, cancellation) : backEnd.CompactAsync(cancellation), cancellation);

    private static DurableBatch Durable(JournalRecord record) => new(record.Session, record.Sequence, record.ReceiveTime, record.Payload, record.Position);

    private static void CheckHasStatistics(Series series)
    {
        if (series.Type == SignalType.Text)
            throw new ArgumentException($"{series.Name} is text, which has no statistics", nameof(series));
    }

    // Memory first, back end last: see the class. Looked for when the answer is asked for, and so after reading began.
    private async IAsyncEnumerable<T> ReadingAsync<T>(
        Series series, TimeRange range, Func<IAsyncEnumerable<SamplePiece>, IAsyncEnumerable<T>> answer,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var passes = new ReadPasses(backlog.Parked.Enter(), backEnd.BeginRead());
        var pieces = PieceStream.Merge(
            backlog.Of(series.Vehicle).Find(series, range), backEnd.FindAsync(series, range, cancellation), cancellation);
        await foreach (var part in answer(pieces).WithCancellation(cancellation))
            yield return part;
    }

    private async Task<AppendOutcome> AppendWhenRoomAsync(AcceptedBatch batch, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (gate)
                changed = room.Changed;
            if (TryAppend(batch) is { } appended)
                return await appended;
            if (Refusal is { Length: > 0 } reason)
                throw new StoreUnavailableException(reason);
            await changed.WaitAsync(cancellation);
        }
    }

    // Why it is no use to wait for room; empty when it is, or when there is some.
    private string Refusal => journal.Failure.Length > 0 ? journal.Failure : room.Shortage switch
    {
        _ when sealer.Failure.Length == 0 => "",
        Shortage.Journal => $"the journal is as large as Store:MaximumJournalBytes lets it be; {sealer.Failure}",
        Shortage.Memory when parker.Failure.Length > 0 => $"no memory for more batches; {parker.Failure}; {sealer.Failure}",
        _ => "",
    };

    // Null: there is no room.
    private Task<AppendOutcome>? TryAppend(AcceptedBatch batch)
    {
        lock (gate)
        {
            if (ledger.Holds(batch.Session.Id, batch.Sequence, out var pending))
                return pending is null ? Duplicate : WaitForFirstAsync(pending);
            if (Volatile.Read(ref disposed) != 0)
                throw new StoreUnavailableException("the store is closing");
            if (ledger.MakesHoleTooMany(batch.Session.Id, batch.Sequence))
                return TooManyHoles;
            var record = new JournalRecord(batch.Session, batch.Sequence, batch.ReceiveTime, batch.Payload);
            var wasFull = room.Shortage != Shortage.None;
            if (!room.TryTake(record, heldBytes))
            {
                // What fills the memory may still be in the open segment.
                if (!wasFull)
                    CloseSegment();
                parker.Wake();
                return null;
            }
            var group = journal.Enqueue(record);
            ledger.AddPending(record, group);
            return group.Durable;
        }
    }

    private static async Task<AppendOutcome> WaitForFirstAsync(CommitGroup group)
    {
        await group.Durable;
        return AppendOutcome.Duplicate;
    }

    // A back end on this machine that is only slow keeps vehicles waiting: what they send would not be sealed any sooner.
    private bool IsParkingAllowed => backEnd.MayBeAway || sealer.Failure.Length > 0;

    private bool IsParkingWanted() => IsParkingAllowed && (room.IsHalfUsed || room.Shortage == Shortage.Memory);

    private void Settle()
    {
        lock (gate)
            room.Signal();
        parker?.Wake();
    }

    private void CloseSegment()
    {
        try
        {
            // A failure is the journal's: the next append meets it, and Health tells it.
            _ = journal.CloseSegmentAsync();
        }
        catch (StoreUnavailableException)
        {
            // The timer's last tick, while the store closes.
        }
    }
}
