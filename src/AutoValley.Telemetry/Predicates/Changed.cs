namespace AutoValley.Telemetry.Predicates;

/// <summary><c>changed(signal)</c>: holds at the instant at which a signal's value differs from its value before.</summary>
/// <param name="Signal">Its name.</param>
public sealed record Changed(string Signal) : Timed
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => [new(Signal, ComparisonOperator.NotEqual, SampleValue.Of(0L))];
}
