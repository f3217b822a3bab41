using System.Collections.Concurrent;
using System.Collections.Immutable;
using AutoValley.Storage;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Live;

/// <summary>
/// The newest sample of each signal of one vehicle, by event time, for all who watch it: a batch is decoded once however many they are, and
/// one who does not read costs nothing. Batches wait, bounded, until a thread of the pool takes them.
/// </summary>
internal sealed class NewestBoard(Vehicle vehicle, LiveOptions options) : ILiveReader, IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, NewestSample> newest = [];
    private readonly ConcurrentQueue<DurableBatch> waiting = new();
    private ImmutableArray<NewestSubscription> watchers = [];
    private long waitingBytes;
    private long dropped;
    private int isScheduled;

    /// <summary>Whose.</summary>
    public Vehicle Vehicle => vehicle;

    /// <summary>Batches dropped because none of the pool's threads was free, since the start.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>From now on it is woken when something changed.</summary>
    public void Add(NewestSubscription watcher) => ImmutableInterlocked.Update(ref watchers, (all, one) => all.Add(one), watcher);

    /// <summary>It is woken no more.</summary>
    public void Remove(NewestSubscription watcher) => ImmutableInterlocked.Update(ref watchers, (all, one) => all.Remove(one), watcher);

    /// <inheritdoc/>
    public int Offer(DurableBatch batch)
    {
        waiting.Enqueue(batch);
        Interlocked.Add(ref waitingBytes, batch.Payload.Length);
        var lost = 0;
        while ((waiting.Count > options.QueueBatches || Interlocked.Read(ref waitingBytes) > options.QueueBytes) && TryTake(out _))
            lost++;
        Interlocked.Add(ref dropped, lost);
        if (Interlocked.Exchange(ref isScheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return lost;
    }

    /// <summary>Takes what waits, and wakes the watchers.</summary>
    public void Execute()
    {
        Volatile.Write(ref isScheduled, 0);
        lock (gate)
        {
            while (TryTake(out var batch))
                Fold(batch!);
        }
        foreach (var watcher in watchers)
            watcher.Wake();
    }

    /// <summary>Takes samples from the store, as far as nothing newer is known.</summary>
    public void Add(IEnumerable<LatestSample> stored)
    {
        lock (gate)
        {
            foreach (var sample in stored)
                newest.TryAdd(sample.Series.Id, new NewestSample(sample, 1));
        }
    }

    /// <summary>Gives what is newer than the watcher has.</summary>
    /// <param name="seen">By series, how many samples there were when the watcher read last; brought up to date.</param>
    /// <param name="isWanted">Which series it wants.</param>
    /// <param name="found">Where new samples are added.</param>
    /// <returns>Samples that a newer one took the place of before the watcher read them.</returns>
    public long Read(Dictionary<int, NewestSample> seen, Func<Series, bool> isWanted, List<LatestSample> found)
    {
        var superseded = 0L;
        lock (gate)
        {
            foreach (var (id, now) in newest)
            {
                seen.TryGetValue(id, out var before);
                if (now.Count == before.Count || !isWanted(now.Sample.Series))
                    continue;
                superseded += now.Count - before.Count;
                seen[id] = now;
                if (before.Count > 0 && now.Sample.Equals(before.Sample))
                    continue;
                superseded--;
                found.Add(now.Sample);
            }
        }
        return superseded;
    }

    private bool TryTake(out DurableBatch? batch)
    {
        if (!waiting.TryDequeue(out batch))
            return false;
        Interlocked.Add(ref waitingBytes, -batch.Payload.Length);
        return true;
    }

    private void Fold(DurableBatch batch)
    {
        if (BatchView.TryRead(batch.Payload, BatchLimits.Unlimited, out var view, out _) != BatchError.None)
            return;
        for (var column = 0; column < view!.Columns.Count; column++)
        {
            if (batch.Session.Find(view.Columns[column].Signal) is not { } series || view.TryDecode(column) is not { Count: > 0 } samples)
                continue;
            newest.TryGetValue(series.Id, out var known);
            var last = NewestSample.LastOf(series, samples);
            newest[series.Id] = new NewestSample(
                known.Count > 0 && known.Sample.Time > last.Time ? known.Sample : last, known.Count + samples.Count);
        }
    }
}
