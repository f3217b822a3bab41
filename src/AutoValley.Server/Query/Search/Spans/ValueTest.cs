using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>A comparison with a constant, made ready for the values of one type.</summary>
internal abstract class ValueTest
{
    /// <summary>The test of a comparison; null when values of the type cannot be compared so.</summary>
    public static ValueTest? Of(Comparison comparison, SignalType type)
    {
        if (comparison.Constant.Type == SignalType.Text || type == SignalType.Text)
        {
            return comparison.Constant.Type == type
                ? new TextTest(comparison.Constant.Text, comparison.Operator == ComparisonOperator.Equal)
                : null;
        }
        return NumberTest.Of(comparison.Operator, comparison.Constant);
    }

    /// <summary>What the statistics tell.</summary>
    public abstract Verdict Decide(in SampleStretch stretch);

    /// <summary>Whether each value passes; NaN never does.</summary>
    public abstract void Mark(Values values, Span<bool> passes);
}
