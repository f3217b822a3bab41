using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Collecting.Conditions;

/// <summary>The condition of a trigger, looked at whenever one of its signals has a sample. Not safe for concurrent use.</summary>
internal sealed class Condition(Predicate predicate, NewestValues newest)
{
    private readonly ConditionPart root = ConditionPart.Of(predicate, newest);

    /// <summary>The slots of its signals.</summary>
    public IReadOnlyList<int> Slots { get; } = [.. predicate.Comparisons.SelectMany(comparison => comparison.Signals).Distinct().Select(newest.SlotOf)];

    /// <summary>When to look again although no signal came, event time; <see cref="long.MaxValue"/> for never.</summary>
    public long Due => root.Due;

    /// <summary>Whether it holds; null when unknown.</summary>
    public bool? Look(long time) => root.Look(time);
}
