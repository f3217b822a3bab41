namespace AutoValley.Site.Alarms;

/// <summary>An alarm as it stands after its newest transition. Immutable.</summary>
/// <param name="Id">1, 2, 3… in the order of raising; never given twice.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Severity">As its kind had it when it was raised.</param>
public sealed record Alarm(long Id, AlarmKey Key, AlarmSeverity Severity)
{
    /// <summary>Where it is in its life.</summary>
    public required AlarmState State { get; init; }

    /// <summary>Whether its condition holds, delays included; also while it is shelved.</summary>
    public required bool IsHolding { get; init; }

    /// <summary>When its condition began, before the on-delay, Unix nanoseconds.</summary>
    public required long Since { get; init; }

    /// <summary>When it was raised last, Unix nanoseconds.</summary>
    public required long RaisedAt { get; init; }

    /// <summary>How often it was raised: its condition may come again before it is closed.</summary>
    public int TimesRaised { get; init; } = 1;

    /// <summary>What was found when it was raised last, in the unit of its kind; NaN where there is no number.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>The worst that was found while it is open, in the same unit: the least of what is the worse the less it is, else the most; NaN where there is no number.</summary>
    public double Worst { get; init; } = double.NaN;

    /// <summary>What was found last, in the same unit; NaN where there is no number.</summary>
    public double Latest { get; init; } = double.NaN;

    /// <summary>What <see cref="Value"/> was held against; NaN where there is none.</summary>
    public double Limit { get; init; } = double.NaN;

    /// <summary>Whom it concerned so far, the vehicles' own organisations among them; in ordinal order.</summary>
    public IReadOnlyList<string> Organisations { get; init; } = [];

    /// <summary>That it is put aside; null when it is not.</summary>
    public Shelf? Shelf { get; init; }

    /// <summary>Its newest transitions, the oldest first; <see cref="AlarmOptions.MaximumTransitions"/> at most.</summary>
    public IReadOnlyList<AlarmTransition> Transitions { get; init; } = [];

    /// <summary>Of its newest transition.</summary>
    public long Version => Transitions.Count > 0 ? Transitions[^1].Version : 0;

    /// <summary>Whether it is open.</summary>
    public bool IsOpen => State != AlarmState.Closed;

    /// <summary>The same after something more was found, which is no transition.</summary>
    /// <param name="value">In the unit of its kind; NaN where there is no number.</param>
    public Alarm Finding(double value)
    {
        if (double.IsNaN(value) || value.Equals(Latest))
            return this;
        var isWorse = double.IsNaN(Worst) || (AlarmKinds.IsWorseWhenLess(Key.Kind) ? value < Worst : value > Worst);
        return this with { Latest = value, Worst = isWorse ? value : Worst };
    }
}
