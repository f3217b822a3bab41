using System.Threading.Channels;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Sealing;

/// <summary>Seals closed segments, one at a time and in order: in the background when one closes, and when it is told to.</summary>
internal sealed class Sealer : IAsyncDisposable
{
    private readonly SemaphoreSlim sealing = new(1);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private readonly WaitingSegments waiting;
    private readonly ISealedStore backEnd;
    private readonly IWatermarkTable watermarks;
    private readonly UnusableColumns unusable;
    private readonly SealerOptions options;
    private readonly Dictionary<int, SequenceRanges> ranges;
    private readonly Task loop;
    private volatile string failure = "";
    private long failingSince;
    private bool stopped;

    public Sealer(WaitingSegments waiting, ISealedStore backEnd, ICatalogue catalogue, IWatermarkTable watermarks, SealerOptions options)
    {
        (this.waiting, this.backEnd, this.watermarks, this.options) = (waiting, backEnd, watermarks, options);
        unusable = new UnusableColumns(catalogue, options.Logger);
        ranges = watermarks.LoadWatermarks().ToDictionary(entry => entry.Key, entry => entry.Value.Copy());
        loop = Task.Run(RunAsync);
    }

    /// <summary>Why the last attempt failed; empty when it did not.</summary>
    public string Failure => failure;

    /// <summary>When sealing began to fail, Unix nanoseconds; meaningless while it does not.</summary>
    public long FailingSince => Volatile.Read(ref failingSince);

    /// <summary>Segments that are closed and not sealed, oldest first.</summary>
    public IReadOnlyList<ClosedSegment> Closed => waiting.All;

    /// <summary>Takes a closed segment.</summary>
    public void Add(ClosedSegment segment)
    {
        waiting.Add(segment);
        wake.Writer.TryWrite(true);
    }

    /// <summary>Seals all segments that are closed now.</summary>
    public async Task SealAsync(CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        try
        {
            while (waiting.First is { } closed)
            {
                var segment = closed.Loaded ?? options.Load(closed);
                // None is left of one that is damaged from its start.
                if (segment.Records.Count > 0)
                    await SealAsync(segment, cancellation);
                // The segment goes, from memory and disk.
                waiting.RemoveFirst();
                unusable.Clear();
                options.Sealed(closed);
            }
            SetFailure("");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (failure.Length == 0)
            {
                Volatile.Write(ref failingSince, UnixTime.Now(options.Clock));
                Log.SealingFailed(options.Logger, exception);
            }
            SetFailure($"sealing: {exception.Message}");
            throw;
        }
        finally
        {
            sealing.Release();
        }
    }

    /// <summary>Does something while nothing is being sealed.</summary>
    public async Task<T> BetweenAsync<T>(Func<ValueTask<T>> work, CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            sealing.Release();
        }
    }

    /// <summary>Stops. What is not sealed stays in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        // Whoever seals at this moment ends first; nobody seals after.
        await sealing.WaitAsync();
        stopped = true;
        sealing.Release();
        stop.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        await sealing.WaitAsync(cancellation);
        if (!stopped)
            return;
        sealing.Release();
        throw new StoreUnavailableException("the store is closing");
    }

    private async Task RunAsync()
    {
        try
        {
            while (await wake.Reader.WaitToReadAsync(stop.Token))
            {
                wake.Reader.TryRead(out _);
                if (await TrySealAsync() && options.MergesChunks)
                    await CompactAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<bool> TrySealAsync()
    {
        try
        {
            await SealAsync(stop.Token);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await Task.Delay(options.RetryInterval, options.Clock, stop.Token);
            wake.Writer.TryWrite(true);
            return false;
        }
    }

    // Whatever waits to be sealed goes first.
    private async Task CompactAsync()
    {
        try
        {
            while (waiting.First is null && await BetweenAsync(() => backEnd.CompactAsync(stop.Token), stop.Token))
            {
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.CompactionFailed(options.Logger, exception);
        }
    }

    // Each step may be the last before a crash: the segment then comes again, and what is sealed already is left out.
    private async Task SealAsync(JournalSegment segment, CancellationToken cancellation)
    {
        var started = options.Clock.GetTimestamp();
        // 0. What others make of the batches, which they cannot read again afterwards.
        await options.BeforeSealing(segment.LastPosition, cancellation);
        // 1. Chunks, each day with the position that it is sealed up to.
        var limits = new DayLimits(options.MaximumBatchDays, options.MaximumDays, backEnd.Days?.Days ?? []);
        var group = new SealGroup(segment, unusable, limits);
        await backEnd.SealAsync(group, cancellation);
        // 2. The batch numbers, which the journal will not tell any more, and which days there are.
        var changed = new Dictionary<int, SequenceRanges>();
        foreach (var record in segment.Records)
        {
            if (!ranges.TryGetValue(record.Session.Id, out var sessionRanges))
                ranges.Add(record.Session.Id, sessionRanges = new SequenceRanges());
            sessionRanges.Add(record.Sequence);
            changed[record.Session.Id] = sessionRanges;
        }
        watermarks.SaveWatermarks(segment.LastPosition, changed, group.Days().Where(day => backEnd.Days?.Contains(day) ?? false));
        Log.Sealed(options.Logger, segment.Records.Count, (long)options.Clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private void SetFailure(string reason)
    {
        failure = reason;
        options.Settled();
    }
}

/// <summary>What the sealer needs of its surroundings.</summary>
/// <param name="Clock">For waiting.</param>
/// <param name="Logger">Where failures are told.</param>
/// <param name="RetryInterval">From a failure to the next attempt.</param>
/// <param name="Sealed">A segment is sealed and can go.</param>
/// <param name="Settled">An attempt ended, well or not.</param>
internal sealed record SealerOptions(
    TimeProvider Clock, ILogger Logger, TimeSpan RetryInterval, Action<ClosedSegment> Sealed, Action Settled)
{
    /// <summary>Brings the records of the first segment, which is parked, into memory.</summary>
    public required Func<ClosedSegment, JournalSegment> Load { get; init; }

    /// <summary>See <see cref="StoreOptions.MaximumBatchDays"/>.</summary>
    public required int MaximumBatchDays { get; init; }

    /// <summary>See <see cref="StoreOptions.MaximumDays"/>.</summary>
    public required int MaximumDays { get; init; }

    /// <summary>See <see cref="StoreOptions.BeforeSealing"/>.</summary>
    public required Func<long, CancellationToken, Task> BeforeSealing { get; init; }

    /// <summary>See <see cref="StoreOptions.MergesChunks"/>.</summary>
    public required bool MergesChunks { get; init; }
}
