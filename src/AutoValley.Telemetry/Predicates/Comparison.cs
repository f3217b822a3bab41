namespace AutoValley.Telemetry.Predicates;

/// <summary>A signal against a constant or another signal; not known where one of them has no value or is NaN.</summary>
/// <param name="Signal">The name on the left.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Constant">On the right, unless <paramref name="OtherSignal"/> is.</param>
/// <param name="OtherSignal">The name on the right; null for a constant.</param>
public sealed record Comparison(string Signal, ComparisonOperator Operator, SampleValue Constant, string? OtherSignal = null) : Predicate
{
    /// <inheritdoc/>
    public override IEnumerable<Comparison> Comparisons => [this];

    /// <summary>The names in it.</summary>
    public IEnumerable<string> Signals => OtherSignal is null ? [Signal] : [Signal, OtherSignal];

    /// <inheritdoc/>
    public override Predicate Negate() => this with { Operator = Operator.Opposite() };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Signal} {Operator.ToText()} {OtherSignal ?? (Constant.Type == SignalType.Text ? $"'{Constant}'" : Constant.ToString())}";
}
