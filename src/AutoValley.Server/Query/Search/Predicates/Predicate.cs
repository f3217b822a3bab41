using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Predicates;

/// <summary>
/// What is searched for, over the values of signals at one instant. There is no <c>not</c> in it: the parser turns it into the
/// opposite comparison (De Morgan), which in three-valued logic (Kleene 1952) says the same. Without <c>not</c> an unknown
/// comparison can be taken for one that does not hold: no predicate becomes true by that.
/// </summary>
internal abstract record Predicate
{
    /// <summary>The comparisons in it, in the order of its text.</summary>
    public abstract IEnumerable<Comparison> Comparisons { get; }

    /// <summary>What holds exactly when this is known not to hold.</summary>
    public abstract Predicate Negate();
}

/// <summary>Holds where all its parts hold.</summary>
internal sealed record AllOf(IReadOnlyList<Predicate> Parts) : Predicate
{
    public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    public override Predicate Negate() => new AnyOf([.. Parts.Select(part => part.Negate())]);
}

/// <summary>Holds where one of its parts holds.</summary>
internal sealed record AnyOf(IReadOnlyList<Predicate> Parts) : Predicate
{
    public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);

    public override Predicate Negate() => new AllOf([.. Parts.Select(part => part.Negate())]);
}
