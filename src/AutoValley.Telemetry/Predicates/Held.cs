namespace AutoValley.Telemetry.Predicates;

/// <summary><c>held(…, 500ms)</c>: holds while something has held without a break for so long.</summary>
/// <param name="Of">What holds.</param>
/// <param name="Nanoseconds">More than 0.</param>
public sealed record Held(Predicate Of, long Nanoseconds) : Timed
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => Of.Comparisons;
}
