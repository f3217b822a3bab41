using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Batching;

/// <summary>
/// Gathers the samples of all sources into batches that close on age or size. One batch fills while the one before it is encoded
/// and spooled; when both are full the sources wait. No allocation a sample but the growth of the buffers.
/// </summary>
internal sealed class Batcher(SignalRegistry registry, BatchingOptions options, TimeProvider clock) : ISampleSink, IDisposable
{
    private readonly Lock gate = new();
    private readonly WakeUp wake = new(clock);
    private OpenBatch open = new(options);
    private OpenBatch spare = new(options);
    private TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool full;
    private bool completed;
    private long samples;
    private long age = options.Age.Ticks;

    /// <summary>Is told how many samples were taken, one call at a time.</summary>
    public Action<int>? Taken { private get; init; }

    /// <summary>Samples taken so far.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>How long the oldest sample of a batch waits; another value counts from the next look at what is open.</summary>
    public TimeSpan Age
    {
        get => new(Interlocked.Read(ref age));
        set => Interlocked.Exchange(ref age, value.Ticks);
    }

    /// <summary>The same sink, for samples that have to go before others: a batch with one of them is urgent as a whole.</summary>
    public ISampleSink Urgent => new UrgentSink(this);

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => registry.Declare(signals);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The group is not of this session, a value is not of its signal's type, or a text is too long.</exception>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        WriteAsync(new Row(group, time, values), cancellation);

    /// <summary>No more samples come: what is open closes at once.</summary>
    public void Complete()
    {
        lock (gate)
            completed = true;
        wake.Set();
    }

    /// <summary>
    /// Waits for the next batch to close, at most until it is cancelled; null after <see cref="Complete"/> when all is taken. What it returned before is emptied, so one
    /// loop alone may call it.
    /// </summary>
    public async ValueTask<OpenBatch?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            TimeSpan? wait = null;
            lock (gate)
            {
                if (open.Samples > 0)
                {
                    var left = Age - clock.GetElapsedTime(open.OpenedAt);
                    if (full || completed || left <= TimeSpan.Zero)
                        return Swap();
                    wait = left;
                }
                else if (completed)
                {
                    return null;
                }
            }
            await wake.WaitAsync(wait, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => wake.Dispose();

    private OpenBatch Swap()
    {
        spare.Clear();
        (open, spare) = (spare, open);
        full = false;
        room.SetResult();
        room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return spare;
    }

    private ValueTask WriteAsync(in Row row, CancellationToken cancellation)
    {
        Check(row.Group, row.Values.Span);
        return TryAdd(row, out var wait) ? default : WriteWhenFreeAsync(wait, row, cancellation);
    }

    private async ValueTask WriteWhenFreeAsync(Task wait, Row row, CancellationToken cancellation)
    {
        do
            await wait.WaitAsync(cancellation);
        while (!TryAdd(row, out wait));
    }

    private bool TryAdd(in Row row, out Task wait)
    {
        bool added, notify;
        lock (gate)
        {
            if (completed)
                throw new InvalidOperationException("the batcher takes no more samples");
            var first = open.Samples == 0;
            added = open.TryAdd(row.Group, row.Time, row.Values.Span, clock.GetTimestamp());
            open.IsUrgent |= added && row.IsUrgent;
            if (added)
                Taken?.Invoke(row.Values.Length);
            var isFull = !added || open.IsFull;
            notify = first || isFull && !full;
            full |= isFull;
            wait = room.Task;
        }
        if (added)
            Interlocked.Add(ref samples, row.Values.Length);
        if (notify)
            wake.Set();
        return added;
    }

    private void Check(SignalGroup group, ReadOnlySpan<SampleValue> values)
    {
        if (!registry.Owns(group))
            throw new ArgumentException($"group {group.Id} was not declared in this session", nameof(group));
        if (values.Length != group.Signals.Count)
            throw new ArgumentException($"{values.Length} values for {group.Signals.Count} signals", nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Type != group.Signals[i].Type)
                throw new ArgumentException($"signal {group.Signals[i].Name}: a {values[i].Type} for a {group.Signals[i].Type}", nameof(values));
        }
    }

    private readonly record struct Row(SignalGroup Group, long Time, ReadOnlyMemory<SampleValue> Values, bool IsUrgent = false);

    private sealed class UrgentSink(Batcher batcher) : ISampleSink
    {
        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => batcher.Declare(signals);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
            batcher.WriteAsync(new Row(group, time, values, IsUrgent: true), cancellation);
    }
}
