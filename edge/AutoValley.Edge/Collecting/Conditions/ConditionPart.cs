using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Collecting.Conditions;

/// <summary>
/// A part of a condition, which remembers what it needs of the looks before. Three-valued (Kleene 1952): null is unknown. Each part is looked at exactly
/// once a look, also where the others decide already, as some remember.
/// </summary>
internal abstract class ConditionPart
{
    /// <summary>Whether it holds at a time.</summary>
    public abstract bool? Look(long time);

    /// <summary>When it may change although no signal does, event time; <see cref="long.MaxValue"/> for never.</summary>
    public virtual long Due => long.MaxValue;

    /// <summary>Makes a predicate ready for looking.</summary>
    public static ConditionPart Of(Predicate predicate, NewestValues newest) => predicate switch
    {
        AllOf all => new JoinedPart([.. all.Parts.Select(part => Of(part, newest))], isAll: true),
        AnyOf any => new JoinedPart([.. any.Parts.Select(part => Of(part, newest))], isAll: false),
        Turn turn => new TurnPart(Of(turn.Of, newest), turn.IsRising),
        Changed changed => new ChangedPart(newest, newest.SlotOf(changed.Signal)),
        Held held => new HeldPart(Of(held.Of, newest), held.Nanoseconds),
        NotTimed not => new NotPart(Of(not.Of, newest)),
        Comparison comparison => new ComparedPart(comparison, newest),
        _ => throw new ArgumentException($"no part for a {predicate.GetType().Name}", nameof(predicate)),
    };
}

/// <inheritdoc/>
file sealed class JoinedPart(ConditionPart[] parts, bool isAll) : ConditionPart
{
    public override long Due
    {
        get
        {
            var due = long.MaxValue;
            foreach (var part in parts)
                due = Math.Min(due, part.Due);
            return due;
        }
    }

    public override bool? Look(long time)
    {
        // One that does not hold decides an "and", one that holds an "or".
        bool? joined = isAll;
        foreach (var part in parts)
        {
            var look = part.Look(time);
            if (joined != !isAll && look != isAll)
                joined = look;
        }
        return joined;
    }
}

/// <inheritdoc/>
file sealed class NotPart(ConditionPart of) : ConditionPart
{
    public override long Due => of.Due;

    public override bool? Look(long time) => !of.Look(time);
}

/// <inheritdoc/>
file sealed class TurnPart(ConditionPart of, bool isRising) : ConditionPart
{
    private bool? before;

    public override long Due => of.Due;

    public override bool? Look(long time)
    {
        var now = of.Look(time);
        // What was unknown in between begins nothing: the last that was known counts.
        var isEdge = now == isRising && before == !isRising;
        before = now ?? before;
        return isEdge;
    }
}

/// <inheritdoc/>
file sealed class ChangedPart(NewestValues newest, int slot) : ConditionPart
{
    private SampleValue before;

    public override bool? Look(long time)
    {
        var now = newest[slot];
        var isChange = before.Type != default && now != before;
        before = now;
        return isChange;
    }
}

/// <inheritdoc/>
file sealed class HeldPart(ConditionPart of, long nanoseconds) : ConditionPart
{
    private long? since;
    private long due = long.MaxValue;

    public override long Due => Math.Min(of.Due, due);

    public override bool? Look(long time)
    {
        var now = of.Look(time);
        if (now != true)
        {
            (since, due) = (null, long.MaxValue);
            return now;
        }
        // After the clock was set back it holds anew.
        since = since is { } began && began <= time ? began : time;
        var end = since.Value > long.MaxValue - nanoseconds ? long.MaxValue : since.Value + nanoseconds;
        due = time < end ? end : long.MaxValue;
        return time >= end;
    }
}

/// <inheritdoc/>
file sealed class ComparedPart(Comparison comparison, NewestValues newest) : ConditionPart
{
    private readonly int left = newest.SlotOf(comparison.Signal);
    private readonly int right = comparison.OtherSignal is { } other ? newest.SlotOf(other) : -1;

    public override bool? Look(long time)
    {
        var (one, two) = (newest[left], right < 0 ? comparison.Constant : newest[right]);
        if (one.Type == default || two.Type == default)
            return null;
        // Texts have no order that means something.
        if (one.Type == SignalType.Text && !comparison.Operator.IsEquality())
            return null;
        return NumberOrder.Compare(one, two) is { } order ? comparison.Operator.Holds(order) : null;
    }
}
