namespace AutoValley.Telemetry.Predicates;

/// <summary>What looks at times and at values before: for conditions, which see samples one after another, and not for searches.</summary>
public abstract record Timed : Predicate
{
    /// <inheritdoc/>
    public override Predicate Negate() => new NotTimed(this);
}

/// <summary>Holds where something that looks at times is known not to.</summary>
/// <param name="Of">It.</param>
public sealed record NotTimed(Timed Of) : Predicate
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => Of.Comparisons;

    /// <inheritdoc/>
    public override Predicate Negate() => Of;
}
