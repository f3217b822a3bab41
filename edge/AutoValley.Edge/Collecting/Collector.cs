using System.Buffers;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>
/// Between sources and batches: lets through what the collection schemes want, and everything while there were never any. Safe for concurrent use; no
/// allocation a sample, but where samples of the buffer are taken.
/// </summary>
/// <param name="sink">Gets what is collected.</param>
/// <param name="bufferBytes">Of the buffer for samples before a trigger.</param>
/// <param name="urgent">Gets, in the place of that sink and with its groups, what has to go before other samples.</param>
internal sealed class Collector(ISampleSink sink, int bufferBytes, ISampleSink urgent) : ISampleSink
{
    private readonly Lock gate = new();
    private readonly (ISampleSink Usual, ISampleSink Urgent) parts = PartsOf(sink, urgent);
    private readonly Dictionary<int, CollectedGroup> groups = [];
    private readonly List<Recall> recalls = [];
    private volatile ActiveSchemes? active;
    private (long NotCollected, long BufferLost) before;
    private long newest;
    private int widest;

    /// <summary>Counts now.</summary>
    public CollectingStatus Status
    {
        get
        {
            lock (gate)
            {
                return active is { } schemes
                    ? new CollectingStatus(
                        schemes.Version, before.NotCollected + NotCollected(schemes), before.BufferLost + (schemes.Buffer?.Lost ?? 0), schemes.Buffer?.Bytes ?? 0,
                        [.. schemes.All.Select(scheme => new SchemeStatus(scheme.Scheme.Name, scheme.IsOpen(newest), scheme.Triggers, scheme.Collected))])
                    : CollectingStatus.Everything;
            }
        }
    }

    /// <summary>Puts a set of schemes into force, in the place of the one before; what waited for its triggers is left out.</summary>
    public void Apply(ulong version, IReadOnlyList<Scheme> schemes)
    {
        var next = new ActiveSchemes(version, schemes, bufferBytes);
        lock (gate)
        {
            if (active is { } former)
                before = (before.NotCollected + NotCollected(former) + Held(former), before.BufferLost + (former.Buffer?.Lost ?? 0));
            active = next;
        }
    }

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals)
    {
        var group = sink.Declare(signals);
        lock (gate)
        {
            groups.TryAdd(group.Id, new CollectedGroup([.. signals]));
            widest = Math.Max(widest, signals.Count);
        }
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        active is null ? sink.WriteAsync(group, time, values, cancellation) : CollectAsync(group, time, values, cancellation);

    // A part has one group, whichever way its samples go.
    private static (ISampleSink Usual, ISampleSink Urgent) PartsOf(ISampleSink sink, ISampleSink urgent)
    {
        var usual = new RememberedGroups(sink);
        return (usual, new UrgentParts(usual, urgent));
    }

    private static long NotCollected(ActiveSchemes schemes) => schemes.LeftOut + (schemes.Buffer is { } buffer ? buffer.Unwanted + buffer.Lost : 0);

    private static long Held(ActiveSchemes schemes) => schemes.Buffer?.CountHeld() ?? 0;

    private async ValueTask CollectAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        var row = ArrayPool<SampleValue>.Shared.Rent(values.Length);
        try
        {
            var (plan, recalled, isUrgent) = Collect(group, time, values.Span, row);
            foreach (var recall in recalled)
                await RecallAsync(plan.Schemes, recall, cancellation);
            await plan.Split(isUrgent).WriteAsync(time, row.AsMemory(0, values.Length), cancellation);
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(row, clearArray: true);
        }
    }

    private (GroupPlan Plan, Recall[] Recalls, bool IsUrgent) Collect(SignalGroup group, long time, ReadOnlySpan<SampleValue> values, Span<SampleValue> row)
    {
        lock (gate)
        {
            var schemes = active!;
            var plan = groups[group.Id].PlanOf(schemes, parts);
            newest = time;
            recalls.Clear();
            schemes.Observe(plan, time, values, recalls);
            var isUrgent = schemes.Select(plan, (group.Id, time), values, row);
            return (plan, recalls.Count == 0 ? [] : [.. recalls], isUrgent);
        }
    }

    private async ValueTask RecallAsync(ActiveSchemes schemes, Recall recall, CancellationToken cancellation)
    {
        var cursor = recall.Cursor;
        var row = ArrayPool<SampleValue>.Shared.Rent(Volatile.Read(ref widest));
        try
        {
            while (TakeNext(schemes, recall, ref cursor, row) is var (group, plan, time))
                await plan.Split(recall.Scheme.Scheme.IsHigh).WriteAsync(time, row.AsMemory(0, group.Types.Length), cancellation);
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(row, clearArray: true);
        }
    }

    private (CollectedGroup Group, GroupPlan Plan, long Time)? TakeNext(ActiveSchemes schemes, Recall recall, ref long cursor, SampleValue[] row)
    {
        lock (gate)
        {
            Array.Clear(row);
            // Another set has come into force: what waited for this one's triggers was counted.
            if (active != schemes || schemes.Buffer!.TryTake(ref cursor, recall.End, recall.Scheme.Bit, recall.From, id => groups[id].Types, row) is not { } taken)
                return null;
            var group = groups[taken.Group];
            recall.Scheme.Collected += row.Count(value => value.Type != default);
            return (group, group.PlanOf(schemes, parts), taken.Time);
        }
    }

    private sealed class UrgentParts(ISampleSink usual, ISampleSink urgent) : ISampleSink
    {
        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => usual.Declare(signals);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
            urgent.WriteAsync(group, time, values, cancellation);
    }
}
