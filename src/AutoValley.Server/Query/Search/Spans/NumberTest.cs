using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>
/// A comparison of numbers as a closed interval that they lie in, or (for !=) outside of; exact also for integers that no double is
/// equal to. Booleans are 0 and 1.
/// </summary>
internal sealed class NumberTest : ValueTest
{
    // Up to here each integer is a double of its own, so that statistics, which are doubles, tell the truth about integers.
    private const double ExactIntegers = 1L << 53;

    private readonly double least;
    private readonly double most;
    private readonly long leastInteger;
    private readonly long mostInteger;
    private readonly bool isInside;

    private NumberTest((double, double) doubles, (long, long) integers, bool isInside)
    {
        ((least, most), (leastInteger, mostInteger)) = (doubles, integers);
        this.isInside = isInside;
    }

    /// <summary>The test of values against a number or boolean.</summary>
    public static NumberTest Of(ComparisonOperator comparison, SampleValue constant)
    {
        var number = NumberOrder.ToDouble(constant);
        // Of the integers: the least that is not below the constant, and the greatest that is not above it.
        var (ceiling, floor) = constant.Type == SignalType.Double
            ? (ToInteger(Math.Ceiling(number)), ToInteger(Math.Floor(number)))
            : (NumberOrder.ToInteger(constant), NumberOrder.ToInteger(constant));
        // A constant that is no double: its neighbours decide for doubles. (An integer rounds to the nearest double.)
        var rounding = constant.Type == SignalType.Double ? 0 : NumberOrder.Compare(constant, SampleValue.Of(number));
        var (above, below) = (rounding < 0 ? number : Math.BitIncrement(number), rounding > 0 ? number : Math.BitDecrement(number));
        var (atLeast, atMost) = (rounding > 0 ? Math.BitIncrement(number) : number, rounding < 0 ? Math.BitDecrement(number) : number);
        return comparison switch
        {
            ComparisonOperator.Less => new((double.NegativeInfinity, below), Integers(Int128.MinValue, ceiling - 1), true),
            ComparisonOperator.LessOrEqual => new((double.NegativeInfinity, atMost), Integers(Int128.MinValue, floor), true),
            ComparisonOperator.Greater => new((above, double.PositiveInfinity), Integers(floor + 1, Int128.MaxValue), true),
            ComparisonOperator.GreaterOrEqual => new((atLeast, double.PositiveInfinity), Integers(ceiling, Int128.MaxValue), true),
            _ => new((atLeast, atMost), Integers(ceiling, floor), comparison == ComparisonOperator.Equal),
        };
    }

    public override Verdict Decide(in SampleStretch stretch)
    {
        if (double.IsNaN(stretch.Min))
            return Verdict.Never;
        if (IsRounded(stretch.Min) || IsRounded(stretch.Max))
            return Verdict.Undecided;
        if (stretch.Max < least || stretch.Min > most || least > most)
            return isInside ? Verdict.Never : Verdict.Always;
        if (stretch.Min >= least && stretch.Max <= most)
            return isInside ? Verdict.Always : Verdict.Never;
        return Verdict.Undecided;
    }

    public override void Mark(Values values, Span<bool> passes)
    {
        switch (values)
        {
            case Values<double> doubles:
                Mark(doubles.Items.Span, passes);
                break;
            case Values<long> integers:
                Mark(integers.Items.Span, passes);
                break;
            default:
                Mark(((Values<bool>)values).Items.Span, passes);
                break;
        }
    }

    private void Mark(ReadOnlySpan<double> values, Span<bool> passes)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index];
            passes[index] = isInside ? value >= least && value <= most : value < least || value > most;
        }
    }

    private void Mark(ReadOnlySpan<long> values, Span<bool> passes)
    {
        for (var index = 0; index < values.Length; index++)
            passes[index] = (values[index] >= leastInteger && values[index] <= mostInteger) == isInside;
    }

    private void Mark(ReadOnlySpan<bool> values, Span<bool> passes)
    {
        var (ofFalse, ofTrue) = ((leastInteger <= 0 && mostInteger >= 0) == isInside, (leastInteger <= 1 && mostInteger >= 1) == isInside);
        for (var index = 0; index < values.Length; index++)
            passes[index] = values[index] ? ofTrue : ofFalse;
    }

    private static bool IsRounded(double value) => Math.Abs(value) >= ExactIntegers && double.IsFinite(value);

    // Beyond 128 bits, which no sample reaches, the nearest there is will do.
    private static Int128 ToInteger(double value) => (Int128)Math.Clamp(value, -1e30, 1e30);

    // Empty when none of the integers there are lies in it.
    private static (long, long) Integers(Int128 least, Int128 most) => least > most || least > long.MaxValue || most < long.MinValue
        ? (1, 0)
        : ((long)Int128.Max(least, long.MinValue), (long)Int128.Min(most, long.MaxValue));
}
