namespace AutoValley.Telemetry.Predicates;

/// <summary><c>rising(…)</c>, <c>falling(…)</c>: holds at the instant at which something begins to be known to hold, or not to, where the opposite was known before.</summary>
/// <param name="Of">What changes.</param>
/// <param name="IsRising">Whether it begins to hold.</param>
public sealed record Turn(Predicate Of, bool IsRising) : Timed
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => Of.Comparisons;
}
