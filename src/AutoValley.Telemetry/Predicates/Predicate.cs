namespace AutoValley.Telemetry.Predicates;

/// <summary>
/// What is searched for, or triggers a collection, over the values of signals. There is no <c>not</c> of comparisons in it: the parser turns it into the
/// opposite comparison (De Morgan), which in three-valued logic (Kleene 1952) says the same. Without <c>not</c> an unknown
/// comparison can be taken for one that does not hold: no predicate becomes true by that. What looks at times (<see cref="Timed"/>) is for conditions alone.
/// </summary>
public abstract record Predicate
{
    /// <summary>The comparisons in it, in the order of its text.</summary>
    public abstract IEnumerable<Comparison> Comparisons { get; }

    /// <summary>What holds exactly when this is known not to hold.</summary>
    public abstract Predicate Negate();
}

/// <summary>Holds where all its parts hold.</summary>
/// <param name="Parts">Two or more.</param>
public sealed record AllOf(IReadOnlyList<Predicate> Parts) : Predicate
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    /// <inheritdoc/>
    public override Predicate Negate() => new AnyOf([.. Parts.Select(part => part.Negate())]);
}

/// <summary>Holds where one of its parts holds.</summary>
/// <param name="Parts">Two or more.</param>
public sealed record AnyOf(IReadOnlyList<Predicate> Parts) : Predicate
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    /// <inheritdoc/>
    public override Predicate Negate() => new AllOf([.. Parts.Select(part => part.Negate())]);
}
