namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>A test as two comparisons, so that one loop serves all six: the values from the least to the greatest, or all others.</summary>
internal readonly record struct Interval(double Least, double Greatest, bool IsInverted)
{
    private static readonly Interval None = new(double.PositiveInfinity, double.NegativeInfinity, false);

    public static Interval Of(ValueTest test)
    {
        var operand = test.Operand;
        return test.Comparison switch
        {
            Comparison.Less when operand == double.NegativeInfinity => None,
            Comparison.Less => new Interval(double.NegativeInfinity, double.BitDecrement(operand), false),
            Comparison.LessOrEqual => new Interval(double.NegativeInfinity, operand, false),
            Comparison.Greater when operand == double.PositiveInfinity => None,
            Comparison.Greater => new Interval(double.BitIncrement(operand), double.PositiveInfinity, false),
            Comparison.GreaterOrEqual => new Interval(operand, double.PositiveInfinity, false),
            Comparison.Equal => new Interval(operand, operand, false),
            Comparison.NotEqual => new Interval(operand, operand, true),
            _ => throw new ArgumentOutOfRangeException(nameof(test), test.Comparison, "no comparison"),
        };
    }

    /// <summary>NaN lies in no interval.</summary>
    public bool Has(double value) => (value >= Least && value <= Greatest) != IsInverted;
}
