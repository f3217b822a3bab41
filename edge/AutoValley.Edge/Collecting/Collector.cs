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
internal sealed class Collector(ISampleSink sink, int bufferBytes) : ISampleSink
{
    private readonly Lock gate = new();
    private readonly RememberedGroups parts = new(sink);
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
            groups.TryAdd(group.Id, new CollectedGroup(group, [.. signals]));
            widest = Math.Max(widest, signals.Count);
        }
        return group;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) =>
        active is null ? sink.WriteAsync(group, time, values, cancellation) : CollectAsync(group, time, values, cancellation);

    private static long NotCollected(ActiveSchemes schemes) => schemes.LeftOut + (schemes.Buffer is { } buffer ? buffer.Unwanted + buffer.Lost : 0);

    private static long Held(ActiveSchemes schemes) => schemes.Buffer?.CountHeld() ?? 0;

    private async ValueTask CollectAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        var row = ArrayPool<SampleValue>.Shared.Rent(values.Length);
        try
        {
            var (plan, recalled) = Collect(group, time, values.Span, row);
            foreach (var recall in recalled)
                await RecallAsync(plan.Schemes, recall, cancellation);
            await plan.Split.WriteAsync(time, row.AsMemory(0, values.Length), cancellation);
        }
        finally
        {
            ArrayPool<SampleValue>.Shared.Return(row, clearArray: true);
        }
    }

    private (GroupPlan Plan, Recall[] Recalls) Collect(SignalGroup group, long time, ReadOnlySpan<SampleValue> values, Span<SampleValue> row)
    {
        lock (gate)
        {
            var schemes = active!;
            var plan = groups[group.Id].PlanOf(schemes, parts);
            newest = time;
            recalls.Clear();
            schemes.Observe(plan, time, values, recalls);
            schemes.Select(plan, (group.Id, time), values, row);
            return (plan, recalls.Count == 0 ? [] : [.. recalls]);
        }
    }

    private async ValueTask RecallAsync(ActiveSchemes schemes, Recall recall, CancellationToken cancellation)
    {
        var cursor = recall.Cursor;
        var row = ArrayPool<SampleValue>.Shared.Rent(Volatile.Read(ref widest));
        try
        {
            while (TakeNext(schemes, recall, ref cursor, row) is var (group, plan, time))
                await plan.Split.WriteAsync(time, row.AsMemory(0, group.Types.Length), cancellation);
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
            if (active != schemes || schemes.Buffer!.TryTake(ref cursor, recall.Scheme.Bit, recall.From, id => groups[id].Types, row) is not { } taken)
                return null;
            var group = groups[taken.Group];
            recall.Scheme.Collected += row.Count(value => value.Type != default);
            return (group, group.PlanOf(schemes, parts), taken.Time);
        }
    }
}
