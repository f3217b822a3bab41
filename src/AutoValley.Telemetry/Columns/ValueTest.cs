using AutoValley.Telemetry.Columns.Kernels;

namespace AutoValley.Telemetry.Columns;

/// <summary>A condition on one value. Integers are compared as the doubles nearest to them, booleans as 0 and 1.</summary>
/// <param name="Comparison">How.</param>
/// <param name="Operand">With what.</param>
public readonly record struct ValueTest(Comparison Comparison, double Operand)
{
    /// <summary>Whether a value fulfils it.</summary>
    public bool Holds(double value) => Interval.Of(this).Has(value);

    /// <summary>False when no value of a column with these statistics can fulfil it.</summary>
    public bool MayHold(in ColumnSummary summary) =>
        (summary.Numbers > 0 && MayHold(summary.Min, summary.Max)) || (Comparison == Comparison.NotEqual && summary.Count > summary.Numbers);

    /// <summary>True when every value of a column with these statistics must fulfil it.</summary>
    public bool MustHold(in ColumnSummary summary) =>
        (summary.Numbers == 0 || MustHold(summary.Min, summary.Max)) && (Comparison == Comparison.NotEqual || summary.Count == summary.Numbers);

    private bool MayHold(double min, double max)
    {
        var interval = Interval.Of(this);
        return interval.IsInverted ? !(interval.Least <= min && max <= interval.Greatest) : interval.Least <= max && min <= interval.Greatest;
    }

    private bool MustHold(double min, double max)
    {
        var interval = Interval.Of(this);
        return interval.IsInverted ? !(interval.Least <= max && min <= interval.Greatest) : interval.Least <= min && max <= interval.Greatest;
    }
}
