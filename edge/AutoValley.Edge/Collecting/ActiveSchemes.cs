using AutoValley.Edge.Collecting.Conditions;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>A set of schemes at work: what is collected, buffered, left out. Not safe for concurrent use.</summary>
internal sealed class ActiveSchemes
{
    private readonly ActiveScheme[] conditional;
    private readonly long longestBefore;

    /// <param name="version">Of the set.</param>
    /// <param name="schemes">At most 32.</param>
    /// <param name="bufferBytes">Of the buffer, which is made if a scheme needs it.</param>
    public ActiveSchemes(ulong version, IReadOnlyList<Scheme> schemes, int bufferBytes)
    {
        Version = version;
        All = [.. schemes.Select((scheme, index) => new ActiveScheme(scheme, 1u << index, Newest))];
        conditional = Array.FindAll(All, scheme => scheme.Condition is not null);
        longestBefore = schemes.Max(scheme => scheme.Trigger?.Before) ?? 0;
        Buffer = longestBefore > 0 ? new PreTriggerBuffer(bufferBytes) : null;
    }

    public ulong Version { get; }

    public ActiveScheme[] All { get; }

    /// <summary>What conditions look at.</summary>
    public NewestValues Newest { get; } = new();

    /// <summary>Null when no scheme wants anything from before its trigger.</summary>
    public PreTriggerBuffer? Buffer { get; }

    /// <summary>Samples that no scheme wanted, without those of the buffer.</summary>
    public long LeftOut { get; private set; }

    /// <summary>What the schemes want of a signal.</summary>
    public Want[] WantsOf(string signal) => [.. All.Select(scheme => scheme.WantOf(signal)).OfType<Want>()];

    /// <summary>Lets the conditions see a row.</summary>
    /// <param name="plan">Of the row's group.</param>
    /// <param name="time">Event time.</param>
    /// <param name="values">One a signal.</param>
    /// <param name="recalls">Gets what is to be taken from the buffer.</param>
    public void Observe(GroupPlan plan, long time, ReadOnlySpan<SampleValue> values, List<Recall> recalls)
    {
        foreach (var (member, slot) in plan.Observed)
            Newest[slot] = values[member];
        foreach (var scheme in conditional)
        {
            var isConcerned = Array.IndexOf(plan.Triggered, scheme) >= 0 || time >= scheme.Condition!.Due;
            if (isConcerned && scheme.Look(time) is { } from && scheme.Buffers)
                recalls.Add(new Recall(scheme, from, Buffer!.First, Buffer.Next));
        }
    }

    /// <summary>Chooses what is collected of a row, and keeps in the buffer what a trigger may want.</summary>
    /// <param name="plan">Of the row's group.</param>
    /// <param name="row">Group and event time.</param>
    /// <param name="values">One a signal.</param>
    /// <param name="collected">Gets the values that are collected; the others become values of no type.</param>
    /// <returns>Whether one was collected that has to go before others.</returns>
    public bool Select(GroupPlan plan, (int Group, long Time) row, ReadOnlySpan<SampleValue> values, Span<SampleValue> collected)
    {
        var isUrgent = false;
        Buffer?.Row.Begin(row.Group, row.Time);
        for (var member = 0; member < values.Length; member++)
        {
            var (collector, mask) = Choose(plan.Wants[member], row.Time, values[member], ref isUrgent);
            collected[member] = collector is null ? default : values[member];
            if (collector is not null)
                collector.Collected++;
            else if (mask != 0)
                Buffer!.Row.Add(member, mask, values[member]);
            else
                LeftOut++;
        }
        Buffer?.Add(row.Time < long.MinValue + longestBefore ? long.MinValue : row.Time - longestBefore);
        return isUrgent;
    }

    // All sampling takes each sample, whoever collects it.
    private static (ActiveScheme? Collector, uint Mask) Choose(Want[] wants, long time, in SampleValue value, ref bool isUrgent)
    {
        var (collector, mask) = ((ActiveScheme?)null, 0u);
        foreach (var want in wants)
        {
            if (!want.Take(time, value))
                continue;
            if (!want.Scheme.IsOpen(time))
            {
                mask |= want.Scheme.Bit;
                continue;
            }
            collector ??= want.Scheme;
            isUrgent |= want.Scheme.Scheme.IsHigh;
        }
        return (collector, mask);
    }
}

/// <summary>Samples of the buffer that a trigger wants.</summary>
/// <param name="Scheme">Whose trigger.</param>
/// <param name="From">First event time.</param>
/// <param name="Cursor">Where the buffer's oldest row was.</param>
/// <param name="End">Behind its newest: what comes later is not from before the trigger.</param>
internal readonly record struct Recall(ActiveScheme Scheme, long From, long Cursor, long End);
